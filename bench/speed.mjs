/** Requests and file reads over a socket: mockvm beside a bare server and beside a real qemu-ga. */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compare } from './statistics.mjs'

const PING = { execute: 'guest-ping' }
const MIB = 1 << 20
const GUEST_FILE = '/var/tmp/bench.img'

/** Microseconds a guest-ping, `inFlight` of them at a time. */
const pings =
  ({ client }, count, inFlight) =>
  async () => {
    const start = performance.now()
    await client.repeat(PING, count, inFlight)
    return ((performance.now() - start) * 1000) / count
  }

export async function compareWithBare(mockvm, bare) {
  return [
    {
      ...{ what: 'guest-ping, one at a time', beside: 'bare socket and JSON.parse', target: 0.9, unit: 'µs' },
      ...(await compare(pings(mockvm, 6000, 1), pings(bare, 6000, 1), 25)),
    },
  ]
}

export async function compareWithQemuGa(mockvm, qemuGa, folder) {
  const file = join(folder, 'bench.img')
  const content = randomBytes(16 * MIB)
  writeFileSync(file, content)
  await writeInGuest(mockvm.client, content)
  const ours = await open(mockvm.client, GUEST_FILE)
  const theirs = await open(qemuGa.client, file)
  const beside = `qemu-ga ${qemuGa.version}`
  return [
    {
      ...{ what: 'guest-ping, one at a time', beside, target: 1.3, unit: 'µs' },
      ...(await compare(pings(mockvm, 6000, 1), pings(qemuGa, 6000, 1), 15)),
    },
    {
      ...{ what: 'guest-ping, 32 in flight', beside, target: 8, unit: 'µs' },
      ...(await compare(pings(mockvm, 16_000, 32), pings(qemuGa, 4000, 32), 15)),
    },
    {
      ...{ what: 'guest-file-read of 1 MiB', beside, target: 1, unit: 'ms' },
      ...(await compare(reads(mockvm, ours, MIB), reads(qemuGa, theirs, MIB), 31)),
    },
    {
      ...{ what: 'guest-file-read of 16 MiB', beside, target: 1, unit: 'ms' },
      ...(await compare(reads(mockvm, ours, 16 * MIB), reads(qemuGa, theirs, 16 * MIB), 7)),
    },
  ]
}

/** Milliseconds for `count` bytes from the start of the file in one call, until the last byte of the reply is here. */
const reads =
  ({ client }, handle, count) =>
  async () => {
    await client.ask({ execute: 'guest-file-seek', arguments: { handle, offset: 0, whence: 0 } })
    const start = performance.now()
    const size = await client.measure({ execute: 'guest-file-read', arguments: { handle, count } })
    const took = performance.now() - start
    if (size < (count / 3) * 4) throw new Error(`a read of ${count} bytes answered ${size} bytes`)
    return took
  }

async function open(client, path, mode = 'r') {
  const reply = JSON.parse(await client.ask({ execute: 'guest-file-open', arguments: { path, mode } }))
  if (reply.error) throw new Error(reply.error.desc)
  return reply.return
}

async function writeInGuest(client, content) {
  const handle = await open(client, GUEST_FILE, 'w')
  for (let at = 0; at < content.length; at += MIB) {
    const base64 = content.subarray(at, at + MIB).toString('base64')
    await client.ask({ execute: 'guest-file-write', arguments: { handle, 'buf-b64': base64 } })
  }
  await client.ask({ execute: 'guest-file-close', arguments: { handle } })
}
