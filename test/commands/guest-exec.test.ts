import { expect, test } from 'vitest'
import { base64 } from './open-file.js'
import { fails, returns, type Talk, talk } from './talk.js'

/** Runs a program that ends at once and resolves with what guest-exec-status says. */
async function run(host: Talk, args: Readonly<Record<string, unknown>>): Promise<string> {
  const pid = /^\{"return": \{"pid": (\d+)\}\}$/.exec(await host.ask('guest-exec', { 'capture-output': true, ...args }))
  return host.ask('guest-exec-status', { pid: Number(pid?.[1]) })
}

const printed = (text: string) => returns(`{"exitcode": 0, "out-data": "${base64(text)}", "exited": true}`)
const notExecuted = (path: string, text: string) =>
  fails(`Guest agent command failed, error was 'Failed to execute child process \\u201C${path}\\u201D (${text})'`)

test('a program is started, and its pid told', async () => {
  const host = await talk()
  expect(await host.ask('guest-exec', { path: '/bin/true' })).toBe(returns('{"pid": 910}'))
  expect(await host.ask('guest-exec', { path: '/bin/true' })).toBe(returns('{"pid": 911}'))
})

test('arguments are handed on as they are: there is no shell', async () => {
  const host = await talk()
  expect(await run(host, { path: '/bin/echo', arg: ['a b', '*', '$HOME', 'é'] })).toBe(
    printed('a b * $HOME \xc3\xa9\n'),
  )
})

test('bytes that are no UTF-8 are handed on too', async () => {
  const host = await talk()
  const args = '{"path":"/bin/echo","arg":["\xe9\x80"],"capture-output":true}'
  await host.send(`{"execute":"guest-exec","arguments":${args}}`)
  expect(await host.ask('guest-exec-status', { pid: 910 })).toBe(printed('\xe9\x80\n'))
})

test('a name without a slash is looked for in PATH', async () => {
  const host = await talk()
  expect(await run(host, { path: 'echo', arg: ['found'] })).toBe(printed('found\n'))
  // That of the new environment, or the agent's own where there is none in it.
  expect(await run(host, { path: 'echo', arg: ['found'], env: ['A=1'] })).toBe(printed('found\n'))
  expect(await host.ask('guest-exec', { path: 'echo', env: ['PATH=/nonexistent'] })).toBe(
    notExecuted('echo', 'No such file or directory'),
  )
})

test('the environment is inherited, or replaced as a whole', async () => {
  const host = await talk({ agent: { env: { A: '1', PATH: '/usr/bin', LANG: 'C.UTF-8' } } })
  const inherited = await run(host, { path: '/usr/bin/env' })
  const [, data = ''] = /"out-data": "([^"]*)"/.exec(inherited) ?? []
  expect(Buffer.from(data, 'base64').toString('utf8').split('\n').sort()).toEqual([
    ...['', 'A=1', 'LANG=C.UTF-8', 'PATH=/usr/bin'],
  ])
  expect(await run(host, { path: '/usr/bin/env', env: ['B=two', 'C='] })).toBe(printed('B=two\nC=\n'))
  expect(await run(host, { path: '/usr/bin/env', env: [] })).toBe(returns('{"exitcode": 0, "exited": true}'))
})

test('its standard input is what was given, or nothing', async () => {
  const host = await talk()
  expect(await run(host, { path: '/bin/cat', 'input-data': base64('\0\xff') })).toBe(printed('\0\xff'))
  expect(await run(host, { path: '/bin/cat', 'input-data': '' })).toBe(returns('{"exitcode": 0, "exited": true}'))
  expect(await run(host, { path: '/bin/cat' })).toBe(returns('{"exitcode": 0, "exited": true}'))
})

test('it runs where the agent does, and as who the agent is', async () => {
  const host = await talk({ agent: { user: 'alice' } })
  expect(await run(host, { path: '/bin/pwd' })).toBe(printed('/\n'))
  expect(await run(host, { path: '/usr/bin/whoami' })).toBe(printed('alice\n'))
})

test('a program of the scenario is one too', async () => {
  const host = await talk()
  expect(await run(host, { path: 'false-alarm', arg: ['x'] })).toBe(
    returns('{"exitcode": 3, "err-data": "bm90aGluZyBpcyBvbiBmaXJlCg==", "exited": true}'),
  )
})

test.each([
  ['/nonexistent', 'No such file or directory'],
  ['nonexistent-cmd', 'No such file or directory'],
  ['', 'No such file or directory'],
  ['/etc/passwd', 'Permission denied'],
  ['/tmp', 'Permission denied'],
])('%s can not be executed', async (path, text) => {
  const host = await talk()
  expect(await host.ask('guest-exec', { path })).toBe(notExecuted(path, text))
})

const SPAWN = 'Failed to execute child process \\u201C/nonexistent\\u201D (No such file or directory)'

test.each([
  ['2.11.0', `Guest agent command failed, error was '${SPAWN}'`],
  ['5.2.0', `Guest agent command failed, error was '${SPAWN}'`],
  ['7.2.22', `Guest agent command failed, error was '${SPAWN}'`],
  ['11.1.3', SPAWN],
])('agent %s passes on why a program can not be executed', async (version, desc) => {
  const host = await talk({ agent: { version } })
  expect(await host.ask('guest-exec', { path: '/nonexistent' })).toBe(fails(desc))
})

/** A guest with a program that prints on both streams, and what an agent keeps of that. */
async function captured(version: string, capture: unknown): Promise<string> {
  const programs = [{ path: '/opt/both', stdout: 'out\n', stderr: 'err\n' }]
  const host = await talk({ scenario: { extends: 'default', programs }, agent: { version } })
  return run(host, { path: '/opt/both', 'capture-output': capture })
}

const OUT = '"out-data": "b3V0Cg=="'
const ERR = '"err-data": "ZXJyCg=="'

test.each([
  ['2.11.0', true, `${ERR}, ${OUT}, `],
  ['5.2.0', true, `${ERR}, ${OUT}, `],
  ['7.2.22', true, `${ERR}, ${OUT}, "err-truncated": false, "out-truncated": false, `],
  ['11.1.3', true, `${ERR}, ${OUT}, "err-truncated": false, "out-truncated": false, `],
  ['2.11.0', false, ''],
  ['5.2.0', false, ''],
  ['7.2.22', false, ''],
  ['11.1.3', false, ''],
  ['8.1.0', 'none', ''],
  ['11.1.3', 'none', ''],
  ['11.1.3', 'stdout', `${OUT}, "out-truncated": false, `],
  ['11.1.3', 'stderr', `${ERR}, "err-truncated": false, `],
  ['11.1.3', 'separated', `${ERR}, ${OUT}, "err-truncated": false, "out-truncated": false, `],
  // Nothing says what the program prints first: into a pipe that is what it writes without a buffer.
  ['8.1.0', 'merged', '"out-data": "ZXJyCm91dAo=", '],
  ['11.1.3', 'merged', '"out-data": "ZXJyCm91dAo=", "out-truncated": false, '],
])('of what is printed agent %s keeps, with capture-output %j, {%s}', async (version, capture, members) => {
  expect(await captured(version, capture)).toBe(returns(`{"exitcode": 0, ${members}"exited": true}`))
})

test('with "merged", what a built-in program prints comes in the order written', async () => {
  const host = await talk({ agent: { version: '11.1.3' } })
  const text = 'alpha\n/bin/cat: /nonexistent: No such file or directory\nalpha\n'
  host.vm.guest.files.writeFile('/tmp/a', 'alpha\n')
  const args = { path: '/bin/cat', arg: ['/tmp/a', '/nonexistent', '/tmp/a'], 'capture-output': 'merged' }
  expect(await run(host, args)).toBe(
    returns(`{"exitcode": 1, "out-data": "${base64(text)}", "out-truncated": false, "exited": true}`),
  )
})

const BOOLEAN = "Invalid parameter type for 'capture-output', expected: boolean"
const ALTERNATE = "Invalid parameter type for 'capture-output', expected: GuestExecCaptureOutput"

test.each([
  ...['2.11.0', '5.2.0', '7.2.22', '8.0.5'].flatMap(version =>
    ['"none"', '"merged"', '""', '1', '1.5', 'null', '[]', '{}'].map(value => [version, value, BOOLEAN] as const),
  ),
  ...['8.1.0', '11.1.3'].flatMap(version => [
    ...['1', '1.5', 'null', '[]', '{}'].map(value => [version, value, ALTERNATE] as const),
    [version, '""', "Parameter 'capture-output' does not accept value ''"] as const,
    [version, '"bogus"', "Parameter 'capture-output' does not accept value 'bogus'"] as const,
    [version, '"True"', "Parameter 'capture-output' does not accept value 'True'"] as const,
  ]),
])('agent %s refuses the capture-output %s', async (version, value, desc) => {
  const host = await talk({ agent: { version } })
  expect(await host.ask('guest-exec', `{"path":"true","capture-output":${value}}`)).toBe(fails(desc))
})

test('a start that failed takes no pid', async () => {
  const host = await talk()
  await host.ask('guest-exec', { path: '/nonexistent' })
  expect(await host.ask('guest-exec', { path: '/bin/true' })).toBe(returns('{"pid": 910}'))
})

test.each([
  ['{}', "Parameter 'path' is missing"],
  ['{"path":1}', "Invalid parameter type for 'path', expected: string"],
  ['{"path":"true","arg":"x"}', "Invalid parameter type for 'arg', expected: array"],
  ['{"path":"true","arg":["a",1]}', "Invalid parameter type for 'arg[1]', expected: string"],
  ['{"path":"true","env":[{}]}', "Invalid parameter type for 'env[0]', expected: string"],
  ['{"path":"true","capture-output":"merged"}', "Invalid parameter type for 'capture-output', expected: boolean"],
  ['{"path":"true","args":[]}', "Parameter 'args' is unexpected"],
  ['{"path":"/nonexistent","input-data":"$"}', 'Base64 data contains invalid characters'],
])('it refuses %s', async (args, desc) => {
  const host = await talk()
  expect(await host.ask('guest-exec', args)).toBe(fails(desc))
})
