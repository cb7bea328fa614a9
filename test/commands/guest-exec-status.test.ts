import { expect, test } from 'vitest'
import type { ScenarioInput } from '../../src/index.js'
import { fails, OK, returns, type Talk, talk } from './talk.js'

const MiB = 2 ** 20
const GONE = fails("Invalid parameter 'pid'")

/** A host that has started a program with pid 910. */
async function started(
  program: NonNullable<ScenarioInput['programs']>[number] extends infer P ? Omit<P, 'path'> : never,
  capture = true,
  version = '2.11.0',
): Promise<Talk> {
  const scenario = { extends: 'default', programs: [{ ...program, path: '/opt/program' }] }
  const host = await talk({ scenario, agent: { version } })
  expect(await host.ask('guest-exec', { path: '/opt/program', 'capture-output': capture })).toBe(
    returns('{"pid": 910}'),
  )
  return host
}

const status = (host: Talk, pid = 910) => host.ask('guest-exec-status', { pid })

test('a program that has ended is told of once', async () => {
  const host = await started({ exitCode: 42 })
  expect(await status(host)).toBe(returns('{"exitcode": 42, "exited": true}'))
  expect(await status(host)).toBe(GONE)
})

test('of one that was killed the signal is told', async () => {
  const host = await started({ signal: 'SIGSEGV', stdout: 'x' })
  expect(await status(host)).toBe(returns('{"out-data": "eA==", "signal": 11, "exited": true}'))
})

test('what it printed is there when it has ended, not before', async () => {
  const host = await started({ stdout: 'out', stderr: 'err', after: '3s' })
  expect(await status(host)).toBe(returns('{"exited": false}'))
  host.vm.advance('2999ms')
  expect(await status(host)).toBe(returns('{"exited": false}'))
  host.vm.advance('1ms')
  expect(await status(host)).toBe(returns('{"exitcode": 0, "err-data": "ZXJy", "out-data": "b3V0", "exited": true}'))
})

test('what was not to be captured is not', async () => {
  const host = await started({ stdout: 'out', stderr: 'err' }, false)
  expect(await status(host)).toBe(returns('{"exitcode": 0, "exited": true}'))
})

test('16 MiB of a stream are kept', async () => {
  const host = await started({ stdout: { size: 16 * MiB }, stderr: { size: 1 } })
  const data = Buffer.alloc(16 * MiB).toString('base64')
  const reply = await status(host)
  expect(reply === returns(`{"exitcode": 0, "err-data": "AA==", "out-data": "${data}", "exited": true}`)).toBe(true)
})

test('of what is cut the member says false, for that is what 2.11 says', async () => {
  const host = await started({ stdout: 'x', stderr: { size: 16 * MiB + 1 } })
  const data = Buffer.alloc(16 * MiB).toString('base64')
  const reply = await status(host)
  const expected = `{"exitcode": 0, "err-data": "${data}", "out-data": "eA==", "err-truncated": false, "exited": true}`
  expect(reply === returns(expected)).toBe(true)
})

test.each([
  ['5.2.0', '"err-truncated": false, '],
  ['7.2.19', '"err-truncated": false, '],
  ['8.2.2', '"err-truncated": false, '],
  ['9.2.4', '"err-truncated": false, '],
  ['10.0.3', '"err-truncated": false, '],
  ['10.0.13', '"err-truncated": true, "out-truncated": false, '],
  ['10.1.0', '"err-truncated": false, '],
  ['7.2.22', '"err-truncated": true, "out-truncated": false, '],
  ['11.1.3', '"err-truncated": true, "out-truncated": false, '],
])('of what is cut agent %s says {%s}', async (version, members) => {
  const host = await started({ stdout: 'x', stderr: { size: 16 * MiB + 1 } }, true, version)
  const data = Buffer.alloc(16 * MiB).toString('base64')
  const reply = await status(host)
  const expected = `{"exitcode": 0, "err-data": "${data}", "out-data": "eA==", ${members}"exited": true}`
  expect(reply === returns(expected)).toBe(true)
})

test.each(['5.2.0', '7.2.22', '11.1.3'])('of 16 MiB agent %s says that nothing is cut, if anything', async version => {
  const host = await started({ stdout: { size: 16 * MiB } }, true, version)
  const data = Buffer.alloc(16 * MiB).toString('base64')
  const members = version === '5.2.0' ? '' : '"out-truncated": false, '
  const reply = await status(host)
  expect(reply === returns(`{"exitcode": 0, "out-data": "${data}", ${members}"exited": true}`)).toBe(true)
})

test.each([
  ['2.11.0', GONE],
  ['5.2.0', GONE],
  ['7.2.22', GONE],
  ['8.1.5', GONE],
  ['8.2.0', fails('PID ld does not exist')],
  ['11.1.3', fails('PID ld does not exist')],
])('agent %s tells once of a program, and then knows nothing of it', async (version, gone) => {
  const host = await started({}, true, version)
  expect(await status(host)).toBe(returns('{"exitcode": 0, "exited": true}'))
  expect(await status(host)).toBe(gone)
  for (const pid of [0, -1, 1]) expect(await status(host, pid)).toBe(gone)
})

test('a program outlives the client that started it', async () => {
  const host = await started({ stdout: 'out' })
  await host.reconnect()
  expect(await status(host)).toBe(returns('{"exitcode": 0, "out-data": "b3V0", "exited": true}'))
})

test('a new agent knows nothing of the children of the old one', async () => {
  const host = await started({ after: '1h' })
  host.vm.agent.stop('a test')
  host.vm.agent.start('a test')
  expect(await status(host)).toBe(GONE)
  expect(host.vm.guest.processes.get(910)?.argv).toEqual(['/opt/program'])
  expect(await host.ask('guest-ping')).toBe(OK)
})

test.each([
  ['{"pid":1}', "Invalid parameter 'pid'"],
  ['{"pid":0}', "Invalid parameter 'pid'"],
  ['{"pid":-1}', "Invalid parameter 'pid'"],
  ['{"pid":4294968206}', "Invalid parameter 'pid'"],
  ['{"pid":"910"}', "Invalid parameter type for 'pid', expected: integer"],
  ['{}', "Parameter 'pid' is missing"],
])('it refuses %s', async (args, desc) => {
  const host = await started({})
  expect(await host.ask('guest-exec-status', args)).toBe(fails(desc))
})
