import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commands } from '../../src/commands/registry.js'
import { demoNames } from '../../src/demo/demos.js'
import { listScenarios } from '../../src/scenario/list.js'
import { VERSION } from '../../src/version.js'
import { runToEnd } from './fake-terminal.js'

test('list shows every scenario with its description, guests with the version of their agent, then failures', async () => {
  const { status, out } = await runToEnd('list')
  expect(status).toBe(0)
  const [guests = '', failures = ''] = out.split('\n\n')
  const shown = (part: string) => part.trimEnd().split('\n').slice(1)
  expect(guests).toMatch(/^Guests:\n/)
  expect(failures).toMatch(/^Failures, each with a demo \(mockvm demo NAME\):\n/)
  expect(shown(failures).map(line => line.trim().split(/ {2,}/)[0])).toEqual(demoNames())
  expect([...shown(guests), ...shown(failures)]).toHaveLength(listScenarios().length)
  expect(guests).toMatch(/^ {2}default {2,}\S.* \(qemu-ga 2\.11\.0\)$/m)
  expect(guests).toMatch(/^ {2}debian-12 {2,}Debian 12 \(bookworm\), genericcloud image on q35 \(qemu-ga 7\.2\.22\)$/m)
  expect(failures).toMatch(/^ {2}stale-reply {2,}\S.*$/m)
})

test('check says ok, or what is wrong where', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  const good = join(directory, 'good.yaml')
  const bad = join(directory, 'bad.yaml')
  writeFileSync(good, 'extends: default\n')
  writeFileSync(bad, 'extends: default\nvcpu: 4\n')
  try {
    expect(await runToEnd('check', good)).toEqual({ status: 0, out: 'ok\n', err: '' })
    const both = await runToEnd('check', good, bad)
    expect(both).toMatchObject({ status: 1, out: `${good}  ok\n` })
    expect(both.err).toMatch(new RegExp(`^${bad}:2:1 {2}.*\\n$`))
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('commands shows every command', async () => {
  const { status, out } = await runToEnd('commands')
  expect(status).toBe(0)
  expect(out.split('\n')).toHaveLength(commands.length + 1)
  expect(out).toMatch(/^guest-ping +0\.15\.0 {2}\S/m)
})

test('commands NAME shows what it takes and gives', async () => {
  expect((await runToEnd('commands', 'guest-file-seek')).out).toMatch(
    /^guest-file-seek \(since 0\.15\.0\)\n.+\nSystems: Linux; Windows; FreeBSD\n\nArguments:\n {2}handle +int\n {2}offset +int .*\n {2}whence +GuestFileWhence .*\n\nReturns:\n {2}position +int .*\n {2}eof +bool.*\n$/,
  )
  expect((await runToEnd('commands', 'guest-shutdown')).out).toMatch(/Returns nothing: a success is not answered\.\n$/)
  for (const { name } of commands) expect((await runToEnd('commands', name)).status).toBe(0)
})

test('an unknown command is met with the one that was meant', async () => {
  expect(await runToEnd('commands', 'guest-pong')).toEqual({
    status: 2,
    out: '',
    err: 'unknown command guest-pong. Did you mean guest-ping?\n',
  })
})

test('--version, and an example in every help', async () => {
  expect(await runToEnd('--version')).toEqual({ status: 0, out: `${VERSION}\n`, err: '' })
  for (const name of ['serve', 'call', 'list', 'check', 'commands', 'qga']) {
    const { status, out, err } = await runToEnd(name, '--help')
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toMatch(/\nExamples?:\n {2}mockvm /)
  }
})
