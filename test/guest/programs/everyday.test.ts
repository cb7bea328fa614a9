/** The small programs that scripts use every day, as those of Debian 12 answer: vectors/everyday.json. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Guest } from '../../../src/guest/guest.js'
import { builtinNames } from '../../../src/guest/programs/names.js'
import { exec } from './exec.js'
import { debian, programGuest, run } from './guest.js'

interface Line {
  readonly line: string
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

interface RecordedDate {
  readonly text: string
  /** Seconds since the epoch. */
  readonly now: number
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

interface Recording {
  readonly root: string
  readonly setup: string
  readonly cases: readonly Line[]
  readonly dates: readonly RecordedDate[]
}

const recording: Recording = JSON.parse(readFileSync(new URL('./vectors/everyday.json', import.meta.url), 'utf8'))
const ENV = {
  ...{ PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' },
  ...{ LANG: 'C', LC_ALL: 'C', TZ: 'UTC' },
}

/** One that has all programs that there are, in which the recorded tree is. */
function guestWithTree(): Guest {
  const paths = builtinNames(new Guest(debian).system).map(name => `/usr/bin/${name}`)
  const more = ['/usr/sbin/nologin', '/usr/sbin/sysctl', '/usr/sbin/blockdev', '/usr/sbin/resize2fs']
  const guest = new Guest({ ...debian, builtins: [...new Set([...debian.builtins, ...paths, ...more])] })
  guest.files.mkdir(recording.root)
  exec(guest, ['/usr/bin/bash', '-c', recording.setup], { cwd: recording.root, env: ENV })
  return guest
}

describe('they print what those of Debian 12 print', () => {
  test.for(recording.cases.map(({ line, ...expected }) => [line, expected] as const))('%s', ([line, expected]) => {
    const ran = exec(guestWithTree(), ['/usr/bin/bash', '-c', line], { cwd: recording.root, env: ENV })
    const bytes = (text: string) => Buffer.from(text, 'latin1').toString('utf8')
    expect(ran).toEqual({ ...expected, stdout: bytes(expected.stdout), stderr: bytes(expected.stderr) })
  })
})

describe('date reads', () => {
  test.for(recording.dates.map(({ text, ...recorded }) => [text, recorded] as const))('%s', ([text, recorded]) => {
    const { now, ...expected } = recorded
    const guest = programGuest()
    guest.clock.setTime(BigInt(now) * 1_000_000_000n)
    const ran = run(guest, ['date', '-u', '-d', text, '+%s'])
    expect({ stdout: ran.stdout, stderr: ran.stderr, exitCode: ran.exitCode }).toEqual(expected)
  })
})
