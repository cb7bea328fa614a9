import { Duplex } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ControlSocket } from '../../src/control/control-socket.js'
import { createVm } from '../../src/vm.js'

/** A connection whose client reads when it is told to. */
class Client extends Duplex {
  got = ''
  #held: (() => void) | undefined

  constructor() {
    super({ highWaterMark: 1024 })
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.got += chunk.toString()
    this.#held = done
  }

  /** Reads all that is there, which makes room for more. */
  async catchUp(): Promise<void> {
    for (let held = this.#held; held !== undefined; held = this.#held) {
      this.#held = undefined
      held()
      await turn()
    }
  }

  get lines(): string[] {
    return this.got.split('\n').slice(0, -1)
  }
}

const OK = '{"ok":true}'
const TOO_LONG = '{"error":"control: a line is longer than 1048576 bytes"}'

async function attached() {
  const vm = await createVm({ scenario: 'minimal' })
  const client = new Client()
  const socket = new ControlSocket(vm)
  socket.attach(client)
  return { vm, client, socket, notes: () => vm.events.filter(({ type }) => type === 'note').length }
}

test('a client that does not read its answers is not listened to until it does', async () => {
  const { client, notes } = await attached()
  for (let count = 0; count < 10; count++) client.push('note: x\n'.repeat(100))
  await turn()
  expect(client.writableLength).toBeLessThan(1024 + OK.length + 1)
  expect(client.isPaused()).toBe(true)
  expect(notes()).toBe(Math.ceil(1024 / (OK.length + 1)))
  await client.catchUp()
  expect(client.lines).toEqual(Array(1000).fill(OK))
  expect(notes()).toBe(1000)
})

test('a line may come in pieces, and several at once', async () => {
  const { client } = await attached()
  for (const piece of ['not', 'e: x\n\n  \nnote', ': y\r\nrules', '\nno', 'te: z']) {
    client.push(piece)
    await turn()
  }
  await client.catchUp()
  expect(client.lines).toEqual([OK, OK, '{"ok":[]}'])
})

test('a line that is too long ends the connection, behind the answers to what came before it', async () => {
  const { client, notes } = await attached()
  client.push(`${'note: x\n'.repeat(200)}note: ${'x'.repeat(1 << 20)}`)
  client.push('x'.repeat(1 << 20))
  client.push('\nnote: y\n')
  await turn()
  await client.catchUp()
  expect(client.lines).toEqual([...Array(200).fill(OK), TOO_LONG])
  expect(client.writableFinished).toBe(true)
  expect(notes()).toBe(200)
})

test('all of it ends with the server', async () => {
  const { client, socket } = await attached()
  socket.close()
  expect(client.destroyed).toBe(true)
})
