/** guest-exec and guest-exec-status. */
import { describe, expect, test } from 'vitest'
import { base64 } from '../open-file.js'
import { fails, returns, type Talk, talk } from '../talk.js'
import { json, talkToWindows } from './windows-host.js'

async function pidOf(host: Talk, args: Readonly<Record<string, unknown>>): Promise<number> {
  const reply = await host.ask('guest-exec', args)
  const [, pid] = /^\{"return": \{"pid": (\d+)\}\}$/.exec(reply) ?? []
  if (pid === undefined) throw new Error(reply)
  return Number(pid)
}

async function run(host: Talk, args: Readonly<Record<string, unknown>>): Promise<string> {
  const pid = await pidOf(host, { 'capture-output': true, ...args })
  return host.ask('guest-exec-status', { pid })
}

const printed = (text: string) => returns(`{"exitcode": 0, "out-data": "${base64(text)}", "exited": true}`)
const notExecuted = (why: string) => `Failed to execute child process (${why})`

test('pids are multiples of four, above those of the system', async () => {
  const host = await talk({ scenario: 'windows-server-2022' })
  expect([await pidOf(host, { path: 'hostname' }), await pidOf(host, { path: 'hostname' })]).toEqual([2940, 2944])
})

test.each([
  ['hostname', 'win-db1\r\n'],
  ['HOSTNAME.EXE', 'win-db1\r\n'],
  ['C:\\Windows\\System32\\hostname.exe', 'win-db1\r\n'],
  ['C:/windows/system32/hostname', 'win-db1\r\n'],
  ['whoami', 'nt authority\\system\r\n'],
])('%s prints %j', async (path, text) => {
  const host = await talkToWindows('109.1.0')
  expect(await run(host, { path })).toBe(printed(text))
})

test('cmd.exe and powershell.exe do what docs/windows.md says', async () => {
  const host = await talkToWindows('109.1.0')
  expect(await run(host, { path: 'cmd.exe', arg: ['/c', 'echo', 'hi'] })).toBe(printed('hi\r\n'))
  expect(await run(host, { path: 'powershell', arg: ['-Command', 'hostname'] })).toBe(printed('win-db1\r\n'))
})

test.each(['bash', 'sh', 'bash.exe', '/bin/sh'])('%s is not there', async path => {
  const host = await talkToWindows('10.0.0')
  expect(await host.ask('guest-exec', { path })).toBe(fails(notExecuted('No such file or directory')))
})

describe('programs of the scenario', () => {
  const programs = [
    { match: 'cmd.exe /c ver', stdout: '\r\nMicrosoft Windows [Version 10.0.20348.2700]\r\n' },
    { match: 'cmd /c dir *', stdout: 'a listing\r\n' },
    { match: '"C:\\Program Files\\Backup\\backup.exe" --all', stdout: 'done' },
    { path: 'C:\\Tools\\odd.exe', stdout: 'odd' },
    { match: 'slow', after: '3s', exitCode: 7 },
  ]
  const host = () => talkToWindows('109.1.0', { scenario: { programs } })

  test.each([
    [{ path: 'cmd.exe', arg: ['/c', 'ver'] }, '\r\nMicrosoft Windows [Version 10.0.20348.2700]\r\n'],
    [{ path: 'CMD', arg: ['/c', 'ver'] }, '\r\nMicrosoft Windows [Version 10.0.20348.2700]\r\n'],
    [{ path: 'C:\\Windows\\System32\\cmd.exe', arg: ['/c', 'dir C:\\'] }, 'a listing\r\n'],
    [{ path: 'C:\\Program Files\\Backup\\backup.exe', arg: ['--all'] }, 'done'],
    [{ path: 'C:\\Program Files\\Backup\\backup', arg: ['', '--all', ''] }, 'done'],
    [{ path: 'c:\\tools\\ODD.exe', arg: ['whatever'] }, 'odd'],
  ])('%j is answered', async (request, text) => {
    expect(await run(await host(), request)).toBe(printed(text))
  })

  test('take their time', async () => {
    const it = await host()
    const pid = await pidOf(it, { path: 'slow' })
    expect(await it.ask('guest-exec-status', { pid })).toBe(returns('{"exited": false}'))
    it.vm.advance('3s')
    expect(await it.ask('guest-exec-status', { pid })).toBe(returns('{"exitcode": 7, "exited": true}'))
    expect(await it.ask('guest-exec-status', { pid })).toBe(fails('PID ld does not exist'))
  })
})

describe('an exit status of 32 bits', () => {
  test.each([
    [0, '"exitcode": 0'],
    [259, '"exitcode": 259'],
    [0x7fffffff, '"exitcode": 2147483647'],
    [0x80000000, '"exitcode": -2147483648'],
    [0xbfffffff, '"exitcode": -1073741825'],
  ])('of %i is %s', async (exitCode, member) => {
    const host = await talkToWindows('109.1.0', { scenario: { programs: [{ match: 'x', exitCode }] } })
    expect(await run(host, { path: 'x' })).toBe(returns(`{${member}, "exited": true}`))
  })

  test.each([
    [0xc0000000, -1073741824],
    [0xc0000005, -1073741819],
    [0xc000013a, -1073741510],
    [-1, -1],
    [0xffffffff, -1],
  ])('of %i is the signal %i', async (exitCode, signal) => {
    const host = await talkToWindows('109.1.0', { scenario: { programs: [{ match: 'x', exitCode }] } })
    expect(await run(host, { path: 'x' })).toBe(returns(`{"signal": ${signal}, "exited": true}`))
  })

  test('is 1 when somebody kills it', async () => {
    const host = await talkToWindows('109.1.0', { scenario: { programs: [{ match: 'x', after: '1h' }] } })
    const pid = await pidOf(host, { path: 'x' })
    host.vm.guest.processes.kill(pid, 9)
    expect(await host.ask('guest-exec-status', { pid })).toBe(returns('{"exitcode": 1, "exited": true}'))
  })
})

describe('what can not be executed', () => {
  test.each([
    ['nope', 'No such file or directory'],
    ['', 'No such file or directory'],
    ['Q:\\x.exe', 'No such file or directory'],
    ['C:\\Windows', 'Permission denied'],
    ['C:\\data\\notes.txt', 'Exec format error'],
    ['dir', 'No such file or directory'],
  ])('%j: %s, and no program is named', async (path, why) => {
    const scenario = { files: { 'C:\\data\\notes.txt': 'no program' } }
    const older = await talkToWindows('109.1.0', { scenario })
    expect(await older.ask('guest-exec', { path })).toBe(
      fails(`Guest agent command failed, error was '${notExecuted(why)}'`),
    )
    const newer = await talkToWindows('10.0.0', { scenario })
    expect(await newer.ask('guest-exec', { path })).toBe(fails(notExecuted(why)))
  })

  test('a program that is still being uploaded', async () => {
    const host = await talkToWindows('10.0.0')
    host.vm.guest.files.writeFile('C:\\up.exe', host.vm.guest.files.readFile('C:\\Windows\\System32\\hostname.exe'))
    expect(await run(host, { path: 'C:\\up.exe' })).toBe(printed('win-db1\r\n'))
    await host.ask('guest-file-open', { path: 'C:\\up.exe', mode: 'r+' })
    expect(await host.ask('guest-exec', { path: 'C:\\up.exe' })).toBe(fails(notExecuted('Permission denied')))
  })

  test('a command line of more than 32,767 characters', async () => {
    const host = await talkToWindows('10.0.0')
    const arg = [`${'x'.repeat(32_767 - 'hostname  '.length)}`]
    await pidOf(host, { path: 'hostname', arg })
    expect(await host.ask('guest-exec', { path: 'hostname', arg: [`${arg[0]}x`] })).toBe(
      fails('Failed to execute helper program (Invalid argument)'),
    )
  })
})

test('PATH of the new environment is searched, in whatever letters, and without one the folder of the system alone', async () => {
  const host = await talkToWindows('10.0.0', {
    scenario: { programs: [{ match: 'C:\\Tools\\tool.exe', stdout: 'found' }] },
  })
  expect(await run(host, { path: 'tool', env: ['Path=C:\\Windows;C:\\tools\\'] })).toBe(printed('found'))
  expect(await run(host, { path: 'hostname', env: [] })).toBe(printed('win-db1\r\n'))
  expect(await host.ask('guest-exec', { path: 'powershell', env: [] })).toBe(
    fails(notExecuted('No such file or directory')),
  )
})

test('a script is run by the shell', async () => {
  const host = await talkToWindows('10.0.0', {
    scenario: {
      files: { 'C:\\jobs\\nightly.bat': '@echo off\r\n' },
      programs: [{ match: 'nightly.bat *', stdout: 'backed up\r\n' }],
    },
  })
  expect(await run(host, { path: 'C:\\jobs\\nightly', arg: ['all'] })).toBe(printed('backed up\r\n'))
  host.vm.guest.files.writeFile('C:\\jobs\\other.cmd', '@echo %1 %~2\r\n')
  expect(await run(host, { path: 'C:\\jobs\\other', arg: ['a b', 'c'] })).toBe(printed('"a b" c\r\n'))
})

describe('capture-output', () => {
  const scenario = { programs: [{ match: 'x', stdout: 'out', stderr: 'err' }] }

  test.each([
    [
      'separated',
      returns(`{"exitcode": 0, "err-data": "${base64('err')}", "out-data": "${base64('out')}", "exited": true}`),
    ],
    ['none', returns('{"exitcode": 0, "exited": true}')],
    [false, returns('{"exitcode": 0, "exited": true}')],
  ])('of %j keeps what it says', async (capture, reply) => {
    const host = await talkToWindows('9.1.0', { scenario })
    expect(await run(host, { path: 'x', 'capture-output': capture })).toBe(reply)
  })

  test('knows no "merged" on Windows', async () => {
    const host = await talkToWindows('9.1.0', { scenario })
    expect(await host.ask('guest-exec', { path: 'x', 'capture-output': 'merged' })).toBe(
      fails("Parameter 'capture-output' does not accept value 'merged'"),
    )
  })

  test.each(['stdout', 'stderr'])('of "%s" ends the agent', async capture => {
    const host = await talkToWindows('9.1.0', { scenario })
    expect(await host.ask('guest-exec', { path: 'x', 'capture-output': capture })).toBe('')
    expect(host.vm.agent.state).toBe('stopped')
  })
})

test('the process table shows what was started, under the agent', async () => {
  const host = await talk({ scenario: { extends: 'windows-server-2022', programs: [{ match: 'x *', after: '1h' }] } })
  const pid = await pidOf(host, { path: 'x', arg: ['a b', '', 'c"d'] })
  const { ppid, user, argv } = host.vm.guest.processes.get(pid) ?? {}
  expect({ ppid, user, argv }).toEqual({ ppid: 2128, user: 'SYSTEM', argv: ['x', 'a b', 'c"d'] })
})

test('shutdown.exe turns the guest off', async () => {
  const host = await talkToWindows('109.1.0')
  await host.ask('guest-exec', { path: 'shutdown', arg: ['/s', '/t', '0'] })
  expect(host.vm.guest.power.state).toBe('off')
})

test('the texts stand in JSON as they are', () => {
  expect(json('C:\\x')).toBe('"C:\\\\x"')
})
