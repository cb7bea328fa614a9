import { expect, test } from 'vitest'
import type { FileConfig, ProgramConfig } from '../../../src/guest/config.js'
import type { Guest } from '../../../src/guest/guest.js'
import { exec } from './exec.js'
import { programGuest } from './guest.js'

const FOLDER = '/etc/qemu/fsfreeze-hook.d'
const HOOK = ['/etc/qemu/fsfreeze-hook', 'freeze']
const START = 'Thu Jan  1 00:00:00 UTC 2026'

const text = (content: string) => ({ kind: 'bytes', bytes: Buffer.from(content) }) as const
const file = (path: string, mode = 0o755, content = ''): FileConfig => {
  return { kind: 'file', path, mode, owner: 0, group: 0, content: text(content) }
}

/** A guest with these programs in the folder, and these files. */
function hookGuest(programs: readonly Partial<ProgramConfig>[], files: readonly FileConfig[] = []): Guest {
  return programGuest({
    programs: programs.map(program => ({
      ...{ stdout: text(''), stderr: text(''), exitCode: 0, after: 0n },
      ...program,
    })),
    builtins: ['/etc/qemu/fsfreeze-hook'],
    files: [{ kind: 'directory', path: '/var/log', mode: 0o755, owner: 0, group: 0 }, ...files],
  })
}

const log = (guest: Guest) => guest.files.readFile('/var/log/qga-fsfreeze-hook.log', 'utf8')

test('what is executable in the folder runs in the order of the names, one after the other', () => {
  const guest = hookGuest([
    { path: `${FOLDER}/20-web`, stderr: text('stopped\n'), after: 1_000_000_000n },
    { path: `${FOLDER}/10-db`, stdout: text('flushed\n'), after: 2_000_000_000n },
  ])
  expect(exec(guest, HOOK)).toEqual({ stdout: '', stderr: '', exitCode: 0 })
  expect(log(guest)).toBe(
    `${START}: execute ${FOLDER}/10-db freeze\nflushed\n` +
      `Thu Jan  1 00:00:02 UTC 2026: ${FOLDER}/10-db finished with status=0\n` +
      `Thu Jan  1 00:00:02 UTC 2026: execute ${FOLDER}/20-web freeze\nstopped\n` +
      `Thu Jan  1 00:00:03 UTC 2026: ${FOLDER}/20-web finished with status=0\n`,
  )
})

test('what is not executable, hidden, or left behind by a package manager does not run', () => {
  const files = ['readme', '.hidden', 'db~', 'db.bak', 'db.rpmsave', 'db.dpkg-old', 'db.sample'].map(name =>
    file(`${FOLDER}/${name}`, name === 'readme' ? 0o644 : 0o755),
  )
  const guest = hookGuest([], files)
  expect(exec(guest, HOOK)).toEqual({ stdout: '', stderr: '', exitCode: 0 })
  expect(guest.files.exists('/var/log/qga-fsfreeze-hook.log')).toBe(false)
})

test('whatever fails, the hook succeeds', () => {
  const guest = hookGuest(
    [
      { path: `${FOLDER}/1`, exitCode: 5 },
      { path: `${FOLDER}/2`, signal: 9 },
    ],
    [file(`${FOLDER}/3`, 0o755, '#!/bin/sh\n')],
  )
  expect(exec(guest, HOOK).exitCode).toBe(0)
  expect(log(guest)).toBe(
    [
      `${START}: execute ${FOLDER}/1 freeze`,
      `${START}: ${FOLDER}/1 finished with status=5`,
      `${START}: execute ${FOLDER}/2 freeze`,
      `${START}: ${FOLDER}/2 finished with status=137`,
      `${START}: execute ${FOLDER}/3 freeze`,
      `/etc/qemu/fsfreeze-hook: ${FOLDER}/3: No such file or directory`,
      `${START}: ${FOLDER}/3 finished with status=127`,
      '',
    ].join('\n'),
  )
})

test('built-in programs can stand in the folder', () => {
  const guest = programGuest({
    builtins: [HOOK[0] ?? '', `${FOLDER}/sleep`, `${FOLDER}/echo`],
    files: [{ kind: 'directory', path: '/var/log', mode: 0o755, owner: 0, group: 0 }],
  })
  expect(exec(guest, HOOK).exitCode).toBe(0)
  expect(log(guest)).toMatch(/execute \S+echo freeze\nfreeze\n.*execute \S+sleep freeze\n.*invalid time interval/s)
})

test('without a folder, or a place for its log, it does nothing', () => {
  expect(exec(programGuest({ builtins: ['/etc/qemu/fsfreeze-hook'] }), HOOK)).toEqual({
    stdout: '',
    stderr: '',
    exitCode: 0,
  })
  const guest = programGuest({
    builtins: ['/etc/qemu/fsfreeze-hook'],
    programs: [{ path: `${FOLDER}/1`, stdout: text(''), stderr: text(''), exitCode: 0, after: 0n }],
  })
  expect(exec(guest, HOOK)).toEqual({
    stdout: '',
    stderr: '/etc/qemu/fsfreeze-hook: /var/log/qga-fsfreeze-hook.log: No such file or directory\n'.repeat(3),
    exitCode: 0,
  })
})
