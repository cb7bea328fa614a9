import { expect, test } from 'vitest'
import { agentAbsence, agentCommand } from '../../../../src/http/proxmox/agent/client.js'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import { createVm } from '../../../../src/index.js'
import { wire } from '../../../clients/session.js'
import { ask } from '../ask.js'
import { AGENT, asked, expectData, expectFailure, hostOf, written } from './agent.js'

test('each command has a connection, and each connection one write: the sync and the command, and no 0xFF before them', async () => {
  const { vm, get } = await hostOf()
  await get('get-host-name')
  await vm.until(Promise.resolve())
  expect(wire(vm)).toEqual([
    'connected',
    '> {"execute":"guest-sync-delimited","arguments":{"id":104201}}',
    '> {"execute":"guest-ping","arguments":{}}',
    '< \xff{"return": 104201}',
    '< {"return": {}}',
    'left',
    'connected',
    '> {"execute":"guest-sync-delimited","arguments":{"id":104202}}',
    '> {"execute":"guest-get-host-name","arguments":{}}',
    '< \xff{"return": 104202}',
    '< {"return": {"host-name": "debian"}}',
    'left',
  ])
  expect(written(vm)).toEqual([
    '{"execute":"guest-sync-delimited","arguments":{"id":104201}}\n{"execute":"guest-ping","arguments":{}}\n',
    '{"execute":"guest-sync-delimited","arguments":{"id":104202}}\n{"execute":"guest-get-host-name","arguments":{}}\n',
  ])
})

test.each([
  ['POST', 'ping', {}, ['ping', 'ping']],
  ['POST', 'exec', { command: 'true' }, ['ping', 'exec']],
  ['GET', 'exec-status', { pid: 1 }, ['ping', 'exec-status']],
  ['POST', 'set-user-password', { username: 'root', password: 'secret' }, ['ping', 'set-user-password']],
  ['GET', 'file-read', { file: '/etc/hostname' }, ['ping', 'file-open', 'file-read', 'file-close']],
  [
    'GET',
    'file-read',
    { file: '/etc/hostname', offset: 2 },
    ['ping', 'file-open', 'file-seek', 'file-read', 'file-close'],
  ],
  [
    'POST',
    'file-write',
    { file: '/tmp/x', content: 'x' },
    ['ping', 'file-open', 'ping', 'file-write', 'ping', 'file-close'],
  ],
])('%s %s %j asks for these, in this order', async (method, name, params, commands) => {
  const { vm, ask } = await hostOf()
  await ask(method, name, { params })
  await vm.until(Promise.resolve())
  expect(asked(vm)).toEqual(commands)
  for (const type of ['connect', 'in', 'disconnect']) {
    expect(vm.events.filter(event => event.type === type)).toHaveLength(commands.length)
  }
})

test('the ids of the syncs grow, whoever asks a VM, and are the same the next time', async () => {
  const run = async () => {
    const { vm, post } = await hostOf()
    for (let time = 0; time < 4; time++) await post('ping')
    const other = proxmoxService(vm)
    await vm.until(ask(other, 'POST', `${AGENT}/ping`))
    await vm.until(ask(other, 'POST', `${AGENT}/ping`))
    return vm.calls('guest-sync-delimited').map(call => (call.arguments as { id: bigint }).id)
  }
  const ids = await run()
  expect(ids).toEqual([
    ...[104201n, 104202n, 104203n, 104204n, 104205n, 104206n, 104207n, 104208n],
    ...[104209n, 1042010n, 1042011n, 1042012n],
  ])
  expect(await run()).toEqual(ids)
})

test('the VMs of a fleet count apart', async () => {
  await using first = await createVm()
  await using second = await createVm()
  const service = proxmoxService({ 100: first, 101: second })
  await first.until(ask(service, 'POST', `${AGENT}/ping`))
  await second.until(ask(service, 'POST', `${AGENT.replace('100', '101')}/ping`))
  for (const vm of [first, second]) expect(vm.calls()[0]?.arguments).toEqual({ id: 104201n })
})

test('what is not ASCII goes out as UTF-8', async () => {
  const { vm, post } = await hostOf()
  await post('exec', { command: ['echo', 'naïve ☃'] })
  expect(vm.calls('guest-exec')[0]?.arguments).toMatchObject({ path: 'echo', arg: ['naïve ☃'] })
})

test('a VM can be asked beside the calls, with a time-out of the one who asks', async () => {
  const { vm } = await hostOf({ extends: 'debian-12', faults: [{ on: 'guest-get-users', hang: true }] })
  const guest = { vmid: 100, node: 'pve', name: 'x', hasAgent: true, vm, isRunning: true }
  expect(await vm.until(agentAbsence(guest))).toBeUndefined()
  expect(await vm.until(agentCommand(guest, 'guest-get-host-name'))).toEqual({ 'host-name': 'debian' })
  expect(await vm.until(agentCommand(guest, 'guest-file-close', { handle: 7 }))).toEqual({
    error: { class: 'GenericError', desc: "handle '7' has not been found" },
  })
  await expect(vm.until(agentCommand(guest, 'guest-get-users', {}, { timeout: 100 }))).rejects.toMatchObject({
    status: 500,
    message: "VM 100 qga command 'guest-get-users' failed - got timeout\n",
  })
  expect(vm.guest.clock.monotonic()).toBe(100_000_000n)
  expect(await vm.until(agentAbsence(guest))).toBe("VM 100 qga command 'guest-ping' failed - got timeout")
  await expect(agentCommand({ ...guest, isRunning: false }, 'guest-ping')).rejects.toMatchObject({
    status: 500,
    message: 'VM 100 not running\n',
  })
})

test('a snapshot that is restored while a request waits lets it wait on', async () => {
  const { vm, askOnly, get } = await hostOf({ extends: 'debian-12', agent: { running: false } })
  const before = vm.snapshot()
  const answer = askOnly('GET', 'get-users')
  await vm.until(new Promise<void>(resolve => vm.timer.after(1000, resolve)))
  vm.restore(before)
  expectFailure(await vm.until(answer), 'QEMU guest agent is not running')
  vm.do({ agent: 'start' })
  expectData(await get('get-users'), '{"result":[]}')
})
