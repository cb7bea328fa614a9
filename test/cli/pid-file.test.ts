import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PidFileError, writePidFile } from '../../src/cli/pid-file.js'
import { startSleeper } from './sleeper.js'

const WORDING = { pidFileSeparator: ': ', namesPidFile: true } as const

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  path = join(directory, 'pid')
})

afterEach(() => rmSync(directory, { recursive: true }))

test('a file with our own number was left behind by another, as in a container that starts again', () => {
  writeFileSync(path, `${process.pid}\n`)
  const remove = writePidFile(path, process.pid, WORDING)
  expect(readFileSync(path, 'latin1')).toBe(`${process.pid}\n`)
  remove()
  expect(() => readFileSync(path)).toThrow('ENOENT')
})

test.runIf(process.platform === 'linux')('a file with the number of a process that is no such one is stale', () => {
  writeFileSync(path, `${startSleeper('postgres')}\n`)
  writePidFile(path, process.pid, WORDING)
  expect(readFileSync(path, 'latin1')).toBe(`${process.pid}\n`)
})

test.each(['qemu-ga', '/usr/bin/qemu-system-x86_64', 'kvm', '/opt/bin/mockvm'])(
  'a file of a living %s is locked',
  name => {
    writeFileSync(path, `${startSleeper(name)}\n`)
    expect(() => writePidFile(path, process.pid, WORDING)).toThrow(
      new PidFileError('Cannot lock pid file: Resource temporarily unavailable'),
    )
  },
)
