import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { programGuest, run } from './guest.js'
import { commandLine, type RecordedCommand } from './recorded.js'

const VECTORS = new URL('./vectors/numbers-and-names.json', import.meta.url)
const commands: readonly RecordedCommand[] = JSON.parse(readFileSync(VECTORS, 'utf8'))

describe('arch, expr, getconf, locale, logname, mktemp, seq, stty and tty do what they do on Debian 12', () => {
  test.for(commands.map(command => [commandLine(command), command] as const))('%s', ([, { argv, ...expected }]) => {
    const { stdout, stderr, exitCode } = run(programGuest(), argv, { env: { LC_ALL: 'C' } })
    expect({ stdout, stderr, exitCode }).toEqual(expected)
  })
})

test('mktemp makes files and directories that are for their owner alone, with names of the seed', () => {
  const guest = programGuest()
  const [file, directory] = [run(guest, ['mktemp']).stdout.trim(), run(guest, ['mktemp', '-d']).stdout.trim()]
  expect(file).toMatch(/^\/tmp\/tmp\.[A-Za-z0-9]{10}$/)
  expect(guest.files.stat(file)).toMatchObject({ kind: 'file', mode: expect.any(Number) })
  expect(guest.files.stat(file).mode & 0o777).toBe(0o600)
  expect(guest.files.stat(directory).mode & 0o777).toBe(0o700)
  const again = programGuest()
  expect([run(again, ['mktemp']).stdout.trim(), run(again, ['mktemp', '-d']).stdout.trim()]).toEqual([file, directory])
})

test('mktemp -u makes nothing', () => {
  const guest = programGuest()
  const name = run(guest, ['mktemp', '-u', 'x.XXXX.txt']).stdout.trim()
  expect(name).toMatch(/^x\.[A-Za-z0-9]{4}\.txt$/)
  expect(guest.files.exists(`/${name}`)).toBe(false)
})

test('getconf counts the vCPUs that are online', () => {
  const guest = programGuest({ vcpus: [0, 1, 2].map(id => ({ online: id < 2, canOffline: true })) })
  expect(run(guest, ['getconf', '_NPROCESSORS_ONLN']).stdout).toBe('2\n')
  expect(run(guest, ['getconf', '_NPROCESSORS_CONF']).stdout).toBe('3\n')
})
