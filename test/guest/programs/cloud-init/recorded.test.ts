import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import type { Guest } from '../../../../src/guest/guest.js'
import { execResult, startExec } from '../exec.js'
import { programGuest } from '../guest.js'

/** What cloud-init 22.4.2 of Debian 12 did with such files; its kernel's words and its sleep were given to it. */
interface Recorded {
  readonly argv: readonly string[]
  readonly files?: Readonly<Record<string, string>>
  /** What is written while it rests between two looks. */
  readonly steps?: readonly Readonly<Record<string, string>>[]
  readonly cmdline?: string
  readonly systemd?: boolean
  readonly uid?: number
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

const VECTORS = new URL('./vectors/22.4.2.json', import.meta.url)
const cases: readonly Recorded[] = JSON.parse(readFileSync(VECTORS, 'utf8'))
const POLL = 250_000_000n

function guestOf({ cmdline = '', systemd = true }: Recorded): Guest {
  const { kernel } = programGuest().config
  const builtins = ['/usr/bin/cloud-init', ...(systemd ? ['/usr/bin/systemctl'] : [])]
  const guest = programGuest({ builtins, kernel: { ...kernel, options: cmdline } })
  guest.files.mkdir('/run/cloud-init')
  return guest
}

function put(guest: Guest, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    makeDirectory(guest, dirname(path))
    guest.files.writeFile(path, content)
  }
}

function makeDirectory(guest: Guest, path: string): void {
  if (guest.files.exists(path)) return
  makeDirectory(guest, dirname(path))
  guest.files.mkdir(path)
}

const title = ({ argv }: Recorded, index: number) => `${index + 1}: cloud-init ${argv.join(' ')}`

test.for(cases.map((recorded, index) => [title(recorded, index), recorded] as const))('%s', ([, recorded]) => {
  const { argv, files = {}, steps = [], uid = 0, stdout, stderr, exitCode } = recorded
  const guest = guestOf(recorded)
  put(guest, files)
  const user = uid === 0 ? 'root' : 'nobody'
  const pid = startExec(guest, ['/usr/bin/cloud-init', ...argv], { user })
  for (const step of steps) {
    put(guest, step)
    guest.clock.advance(POLL)
  }
  expect(execResult(guest, pid)).toEqual({ stdout, stderr, exitCode })
})
