import { describe, expect, test } from 'vitest'
import { asked, elapsed, expectData, expectFailure, hostOf, withFaults } from './agent.js'

const HOST_NAME = '{"result":{"host-name":"mockvm"}}'

test('a reply that comes after its time-out is not taken for the next one', async () => {
  const { vm, get } = await hostOf('stale-reply')
  expectFailure(await get('get-time'), "VM 100 qga command 'guest-get-time' failed - got timeout")
  expectData(await get('get-host-name'), HOST_NAME)
  expect(elapsed(vm)).toBe(6000n)
})

test('nor is one whose sync comes with it, both too late', async () => {
  const { get } = await withFaults({ on: 'guest-get-time', delay: '12s' }, { on: 'guest-ping', nth: 2, delay: '1ms' })
  expect((await get('get-time')).status).toBe(500)
  expectFailure(await get('get-host-name'), 'QEMU guest agent is not running')
  expectFailure(await get('get-osinfo'), 'QEMU guest agent is not running')
  expectData(await get('get-host-name'), '{"result":{"host-name":"debian"}}')
})

test('noise before a sync is passed over, and CR LF ends lines too', async () => {
  const { get, post } = await withFaults(
    { on: '*', crlf: true },
    { on: 'guest-sync-delimited', garbage: { before: '\x8f\0~ login: \n\xff{"return": 1}\n' } },
    { on: ['guest-ping', 'guest-get-*'], garbage: { after: '\x8f\0~' } },
  )
  for (let time = 0; time < 4; time++) {
    expectData(await post('ping'), '{"result":{}}')
    expectData(await get('get-host-name'), '{"result":{"host-name":"debian"}}')
  }
})

test('noise of its own line behind a sync is not', async () => {
  const { vm, get } = await hostOf('garbage')
  expectFailure(await get('get-host-name'), "VM 100 qga command 'guest-get-host-name' failed - got timeout")
  expect(elapsed(vm)).toBe(5000n)
})

test.each([
  ['noise in the line of the reply', { before: '~~' }],
  ['half a line before it', { before: '{"return": ' }],
])('%s is malformed', async (_, garbage) => {
  const { get } = await withFaults({ on: 'guest-get-host-name', garbage })
  const { status, reason, body } = await get('get-host-name')
  const line = `${garbage.before}{"return": {"host-name": "debian"}}`
  const message =
    "VM 100 qga command 'guest-get-host-name' failed - malformed JSON string, neither tag, array, object, number, " +
    `string or atom, at character offset 0 (before "${line.slice(0, 20)}...") at /usr/share/perl5/JSON.pm line 190.`
  expect([status, reason, body]).toEqual([500, message, { data: null, message: `${message}\n` }])
})

test('a line between the sync and the reply that is no reply keeps the API waiting', async () => {
  const { get } = await withFaults({ on: 'guest-get-host-name', garbage: { before: 'login: \n' } })
  expectFailure(await get('get-host-name'), "VM 100 qga command 'guest-get-host-name' failed - got timeout")
})

test('a reply that comes twice is taken once', async () => {
  const { get, post } = await hostOf('duplicate-reply')
  for (let time = 0; time < 3; time++) {
    expectData(await get('get-host-name'), HOST_NAME)
    expectData(await post('ping'), '{"result":{}}')
  }
})

test('pieces are put together', async () => {
  const { vm, get } = await hostOf('slow-link')
  expectData(await get('get-host-name'), HOST_NAME)
  const { body } = await get('file-read', { file: '/srv/data/letter.txt' })
  expect(body.data.content).toBe('To whom it may concern. '.repeat(375))
  expect(body.data['bytes-read']).toBe(9000)
  expect(elapsed(vm)).toBeGreaterThan(100n)
})

test('pieces that take longer than the time-out in all are a time-out, however soon each of them comes', async () => {
  const { vm, get } = await withFaults({ on: 'guest-info', chunks: { size: 64, pause: '1s' } })
  expectFailure(await get('info'), "VM 100 qga command 'guest-info' failed - got timeout")
  expect(elapsed(vm)).toBe(5000n)
})

describe('an agent that dies amid a command', () => {
  test('is waited for by the API, if QEMU holds the socket; what was started is forgotten', async () => {
    const { get, post } = await hostOf('agent-crash')
    const { body } = await post('exec', { command: 'true' })
    const { pid } = body.data
    expectFailure(await get('exec-status', { pid }), "VM 100 qga command 'guest-exec-status' failed - got timeout")
    expectFailure(await get('exec-status', { pid }), "Agent error: Invalid parameter 'pid'")
  })

  test('ends the connection, if it holds the socket itself', async () => {
    const { vm, get } = await hostOf(
      { extends: 'debian-12', faults: [{ on: 'guest-get-users', crash: { when: 'before', restart: '2s' } }] },
      { transport: 'unix-listen' },
    )
    const closed = "VM 100 qga command 'guest-get-users' failed - client closed connection"
    expectFailure(await get('get-users'), closed)
    expectFailure(await get('get-users'), 'QEMU guest agent is not running')
    vm.advance('2s')
    expectData(await get('get-timezone'), '{"result":{"zone":"UTC","offset":0}}')
  })

  test('and loses its socket between two commands refuses connections', async () => {
    const { vm, get } = await hostOf('debian-12', { transport: 'unix-listen' })
    let left = 0
    vm.onEvent(({ type }) => {
      if (type === 'disconnect' && ++left === 2) vm.do({ agent: 'stop' })
    })
    expectFailure(
      await get('file-read', { file: '/etc/hostname' }),
      "VM 100 qga command 'guest-file-read' failed - unable to connect to VM 100 qga socket - Connection refused",
    )
  })
})

test('half a reply of an agent that has restarted is passed over', async () => {
  const { get } = await withFaults({ on: 'guest-get-host-name', crash: { when: 'during', restart: '1s' }, times: 1 })
  expectFailure(await get('get-host-name'), "VM 100 qga command 'guest-get-host-name' failed - got timeout")
  expectData(await get('get-host-name'), '{"result":{"host-name":"debian"}}')
})

test('half a request of somebody else swallows all that the API sends, since it sends no 0xFF', async () => {
  const { vm, get } = await hostOf('default')
  const earlier = vm.connect()
  earlier.write('{"execute":"guest-ping","argu')
  earlier.end()
  for (let time = 0; time < 3; time++) expectFailure(await get('get-time'), 'QEMU guest agent is not running')
  expect(vm.calls()).toEqual([])
})

test('a reply that is dropped is a time-out', async () => {
  const { get } = await withFaults({ on: 'guest-get-host-name', drop: true })
  expectFailure(await get('get-host-name'), "VM 100 qga command 'guest-get-host-name' failed - got timeout")
})

test.each(['disconnect', 'reset'] as const)('a connection that ends by %s is no answer', async how => {
  const { get } = await withFaults({ on: 'guest-get-host-name', [how]: 'before' })
  expectFailure(
    await get('get-host-name'),
    "VM 100 qga command 'guest-get-host-name' failed - client closed connection",
  )
})

test('a connection that ends once the sync was answered is a shutdown that succeeded', async () => {
  const { post } = await withFaults({ on: 'guest-shutdown', disconnect: 'before' })
  expectData(await post('shutdown'), '{"result":null}')
})

test('another client that holds the socket is waited for, three seconds', async () => {
  const { vm, get } = await hostOf('second-client')
  for (let time = 0; time < 9; time++) expectFailure(await get('get-users'), 'QEMU guest agent is not running')
  expect([elapsed(vm), asked(vm)]).toEqual([27_000n, []])
  vm.advance('4s')
  // The syncs of those who have left come first, and their ids are lower.
  expectData(await get('get-host-name'), HOST_NAME)
})

test('an agent that is late is there in the end', async () => {
  const { vm, post } = await hostOf('late-agent')
  let answer = await post('ping')
  while (answer.status !== 200) {
    expectFailure(answer, 'QEMU guest agent is not running')
    answer = await post('ping')
  }
  expectData(answer, '{"result":{}}')
  expect(elapsed(vm)).toBeGreaterThanOrEqual(100_000n)
})

test('an agent of Windows answers as its own', async () => {
  const { get, post } = await hostOf('windows-server-2022')
  expect((await get('get-osinfo')).body.data.result).toMatchObject({ id: 'mswindows' })
  expect((await get('network-get-interfaces')).status).toBe(200)
  expectData(await post('fsfreeze-status'), '{"result":"thawed"}')
})
