import { describe, expect, onTestFinished, test } from 'vitest'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import type { ScenarioInput } from '../../../../src/scenario/load.js'
import { createVm } from '../../../../src/vm.js'
import { ok, refused, refusedParameters } from '../answers.js'
import { ask } from '../ask.js'
import { current, finish, logOf, outcome, power, settle } from '../tasks/finish.js'

const NO_AGENT = "QEMU Guest Agent is not running - VM 100 qga command 'guest-ping' failed - got timeout"
const SLOW = { boot: '20s', shutdown: '5s' }

async function cluster(scenario: ScenarioInput = {}) {
  const vm = await createVm({
    scenario: { extends: 'debian-12', power: SLOW, suspend: { ram: 'ok' }, ...scenario } as ScenarioInput,
  })
  onTestFinished(() => vm.close())
  return { vm, service: proxmoxService(vm) }
}

const state = async (service: Parameters<typeof current>[0]) => {
  const { status, qmpstatus } = await current(service)
  return [status, qmpstatus]
}

const died = (message: string) => refused(500, message)

const post = (service: Parameters<typeof ask>[0], path: string, params = {}, headers = {}) =>
  ask(service, 'POST', `/nodes/pve/qemu/100/status/${path}`, { params, headers })

describe('start', () => {
  test('gives the UPID of a task that boots a guest which is off', async () => {
    const { vm, service } = await cluster()
    vm.do({ vm: 'off' })
    const answer = await post(service, 'start')
    expect([answer.status, answer.reason, answer.text]).toEqual([
      200,
      'OK',
      '{"data":"UPID:pve:000003E9:00004AB5:6955B900:qmstart:100:root@pam:"}',
    ])
    expect(await outcome(service, answer.body.data)).toBe('OK')
    expect(await logOf(service, answer.body.data)).toEqual(['TASK OK'])
    expect(await state(service)).toEqual(['running', 'running'])
    expect(vm.guest.power.state).toBe('booting')
    vm.advance('20s')
    expect(vm.agent.state).toBe('running')
  })

  test('starts another QEMU where it has ended, with a pid and an uptime of its own', async () => {
    const { vm, service } = await cluster({ qemu: { noShutdown: false } })
    expect(await current(service)).toMatchObject({ pid: 1000, uptime: 191 })
    vm.do({ vm: 'off' })
    const stopped = await current(service)
    expect([stopped.status, stopped.pid, stopped.uptime]).toEqual(['stopped', undefined, 0])
    expect(await outcome(service, await power(service, 'start'))).toBe('OK')
    vm.advance('3s')
    expect(await current(service)).toMatchObject({ status: 'running', pid: 1002, uptime: 3 })
  })

  test('lets a VM that waits for its vCPUs be: it has been started', async () => {
    const { service } = await cluster({ qemu: { start: 'paused' } })
    expect(await outcome(service, await power(service, 'start'))).toBe('VM 100 already running')
    expect(await state(service)).toEqual(['running', 'prelaunch'])
  })

  test('is a task that fails where the VM runs', async () => {
    const { service } = await cluster()
    const upid = await power(service, 'start')
    expect(await outcome(service, upid)).toBe('VM 100 already running')
    expect(await logOf(service, upid)).toEqual(['TASK ERROR: VM 100 already running'])
  })

  test('refuses what belongs to a migration', async () => {
    const { service } = await cluster()
    const message = "mockvm does not simulate the parameter 'migratedfrom' of status/start"
    expect(await post(service, 'start', { migratedfrom: 'pve2', timeout: 5, skiplock: 1 })).toEqual(
      refused(501, message),
    )
  })
})

test('where nobody has to log in, everybody may skip locks', async () => {
  const { service } = await cluster()
  const params = { skiplock: 1, 'with-conntrack-state': 0 }
  expect((await post(service, 'start', params, { authorization: 'PVEAPIToken=ops@pve!ci=0' })).status).toBe(200)
})

describe('stop', () => {
  test('ends QEMU at once', async () => {
    const { vm, service } = await cluster()
    const upid = await power(service, 'stop')
    expect(await outcome(service, upid)).toBe('OK')
    expect([vm.status, await state(service)]).toEqual(['exited', ['stopped', 'stopped']])
    expect(upid).toMatch(/^UPID:pve:000003E9:00004AB5:6955B900:qmstop:100:root@pam:$/)
  })

  test('has nothing to do where the VM does not run', async () => {
    const { vm, service } = await cluster()
    vm.do({ vm: 'off' })
    expect(await outcome(service, await power(service, 'stop', { keepActive: 1 }))).toBe('OK')
    expect(vm.status).toBe('shutdown')
  })

  test('waits for ten seconds for a task that has the lock of the VM', async () => {
    const { vm, service } = await cluster({ power: { ...SLOW, shutdown: '30s' } })
    const shutdown = await power(service, 'shutdown')
    const upid = await power(service, 'stop')
    expect(await finish(service, vm, upid)).toEqual({
      seconds: 10,
      exitstatus: "can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout",
    })
    expect(await logOf(service, upid)).toEqual([
      'trying to acquire lock...',
      "TASK ERROR: can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout",
    ])
    expect(await finish(service, vm, shutdown)).toEqual({ seconds: 20, exitstatus: 'OK' })
  })

  test('takes the lock when it is free', async () => {
    const { vm, service } = await cluster()
    await power(service, 'shutdown')
    const upid = await power(service, 'stop')
    expect(await finish(service, vm, upid)).toEqual({ seconds: 5, exitstatus: 'OK' })
    expect(await logOf(service, upid)).toEqual(['trying to acquire lock...', ' OK', 'TASK OK'])
  })

  test('ends a shutdown that is under way with overrule-shutdown', async () => {
    const { vm, service } = await cluster()
    const shutdown = await power(service, 'shutdown')
    const upid = await power(service, 'stop', { 'overrule-shutdown': 1 })
    // It was waiting for the agent's command.
    expect(await outcome(service, shutdown)).toBe('VM quit/powerdown failed')
    expect(await outcome(service, upid)).toBe('OK')
    expect(await logOf(service, upid)).toEqual([`overruled qmshutdown tasks: ${shutdown}`, 'TASK OK'])
    expect(vm.status).toBe('exited')
  })
})

describe('shutdown', () => {
  test('is asked of the agent, and done when the guest is off', async () => {
    const { vm, service } = await cluster()
    const upid = await power(service, 'shutdown')
    expect(vm.calls().map(({ name }) => name)).toContain('guest-shutdown')
    expect(await outcome(service, upid)).toBe('running')
    expect(await finish(service, vm, upid)).toEqual({ seconds: 5, exitstatus: 'OK' })
    expect([vm.status, await state(service)]).toEqual(['shutdown', ['stopped', 'stopped']])
  })

  test('presses the power button where no agent answers, or none is configured', async () => {
    for (const [scenario, agent] of [
      [{ agent: { running: false } }, true],
      [{}, false],
    ] as const) {
      const { vm } = await cluster(scenario)
      const service = proxmoxService({ 100: { vm, agent } })
      const upid = await power(service, 'shutdown')
      // guest-ping has three seconds.
      if (agent) vm.advance('3s')
      await settle()
      expect(vm.events.filter(event => event.type === 'qemu' && event.event === 'POWERDOWN')).toHaveLength(1)
      expect(vm.calls('guest-shutdown')).toEqual([])
      expect(await finish(service, vm, upid)).toEqual({ seconds: 5, exitstatus: 'OK' })
      expect(await logOf(service, upid)).toEqual(agent ? [NO_AGENT, 'TASK OK'] : ['TASK OK'])
    }
  })

  test('gives up after a minute, or what timeout says', async () => {
    const { vm } = await cluster({ power: { button: 'ignored' } })
    const service = proxmoxService({ 100: { vm, agent: false } })
    const exitstatus = 'VM quit/powerdown failed - got timeout'
    expect(await finish(service, vm, await power(service, 'shutdown'))).toEqual({ seconds: 60, exitstatus })
    const upid = await power(service, 'shutdown', { timeout: 7 })
    expect(await finish(service, vm, upid)).toEqual({ seconds: 7, exitstatus })
    expect(await logOf(service, upid)).toEqual([`TASK ERROR: ${exitstatus}`])
    expect(await outcome(service, await power(service, 'shutdown', { timeout: 0 }))).toBe(exitstatus)
    expect(await state(service)).toEqual(['running', 'running'])
  })

  test('ends QEMU after that with forceStop', async () => {
    const { vm } = await cluster({ power: { button: 'ignored' } })
    const service = proxmoxService({ 100: { vm, agent: false } })
    const upid = await power(service, 'shutdown', { timeout: 30, forceStop: 1 })
    vm.advance('10m')
    expect(await outcome(service, upid)).toBe('OK')
    expect(await logOf(service, upid)).toEqual(['VM still running - terminating now with SIGTERM', 'TASK OK'])
    const end = vm.events.find(event => event.type === 'vm' && event.state === 'exited')
    expect(end?.at).toBe(30_000_000_000n)
    const { body } = await ask(service, 'GET', '/nodes/pve/tasks')
    expect(body.data[0].endtime - body.data[0].starttime).toBe(30)
  })

  test('fails where the agent takes the command and never answers', async () => {
    const { vm, service } = await cluster({ faults: [{ on: 'guest-shutdown', hang: true }] } as ScenarioInput)
    const upid = await power(service, 'shutdown', { timeout: 4 })
    expect(await finish(service, vm, upid)).toEqual({ seconds: 4, exitstatus: 'VM quit/powerdown failed' })
    const forced = await power(service, 'shutdown', { timeout: 4, forceStop: 1 })
    expect((await finish(service, vm, forced)).exitstatus).toBe('OK')
  })

  test('waits on where the agent answers an error, as nobody looks at that', async () => {
    const { vm, service } = await cluster({
      faults: [{ on: 'guest-shutdown', error: { class: 'GenericError', desc: 'no' } }],
    } as ScenarioInput)
    const upid = await power(service, 'shutdown', { timeout: 4 })
    const exitstatus = 'VM quit/powerdown failed - got timeout'
    expect(await finish(service, vm, upid)).toEqual({ seconds: 4, exitstatus })
  })

  test('is refused where the VM is paused', async () => {
    const { vm, service } = await cluster()
    vm.pause()
    expect(await post(service, 'shutdown')).toEqual(died('VM is paused - cannot shutdown'))
    const upid = await power(service, 'shutdown', { forceStop: 1 })
    expect([await outcome(service, upid), vm.status]).toEqual(['OK', 'exited'])
  })

  test('has nothing to do where the VM does not run', async () => {
    const { vm, service } = await cluster()
    vm.do({ vm: 'off' })
    expect(await outcome(service, await power(service, 'shutdown'))).toBe('OK')
  })
})

describe('reboot', () => {
  test('is a shutdown, and a start by root@pam after it', async () => {
    const { vm, service } = await cluster()
    const headers = { authorization: 'PVEAPIToken=ops@pve!ci=0' }
    const { body } = await post(service, 'reboot', {}, headers)
    await settle()
    expect(await finish(service, vm, body.data)).toEqual({ seconds: 5, exitstatus: 'OK' })
    expect(await state(service)).toEqual(['running', 'running'])
    expect(vm.guest.power.state).toBe('booting')
    const { body: tasks } = await ask(service, 'GET', '/nodes/pve/tasks')
    const shown = tasks.data.map((task: Record<string, unknown>) => [task.type, task.user, task.tokenid, task.status])
    expect(shown).toEqual([
      ['qmstart', 'root@pam', undefined, 'OK'],
      ['qmreboot', 'ops@pve', 'ci', 'OK'],
    ])
    expect(await current(service)).toMatchObject({ uptime: 0, pid: 1003 })
  })

  test('that comes to nothing starts nothing', async () => {
    const { vm } = await cluster({ power: { button: 'ignored' } })
    const service = proxmoxService({ 100: { vm, agent: false } })
    const upid = await power(service, 'reboot', { timeout: 3 })
    const exitstatus = 'VM quit/powerdown failed - got timeout'
    expect(await finish(service, vm, upid)).toEqual({ seconds: 3, exitstatus })
    expect((await ask(service, 'GET', '/nodes/pve/tasks')).body.total).toBe(1)
  })

  test('is refused where the VM is paused or does not run', async () => {
    const { vm, service } = await cluster()
    vm.pause()
    expect(await post(service, 'reboot')).toEqual(died('VM is paused - cannot shutdown'))
    vm.do({ vm: 'off' })
    expect(await post(service, 'reboot')).toEqual(died('VM 100 not running'))
  })
})

describe('reset', () => {
  test('presses the button', async () => {
    const { vm, service } = await cluster()
    const upid = await power(service, 'reset')
    expect([upid.split(':')[5], await outcome(service, upid)]).toEqual(['qmreset', 'OK'])
    expect(vm.guest.power.state).toBe('booting')
    expect(vm.events.some(event => event.type === 'qemu' && event.event === 'RESET')).toBe(true)
  })
})

describe('suspend and resume', () => {
  test('pause the VM and let it go on', async () => {
    const { vm, service } = await cluster()
    const upid = await power(service, 'suspend', { todisk: 0 })
    expect([upid.split(':')[5], await outcome(service, upid)]).toEqual(['qmpause', 'OK'])
    expect(await state(service)).toEqual(['running', 'paused'])
    const resumed = await power(service, 'resume', { nocheck: 1 })
    expect([resumed.split(':')[5], await outcome(service, resumed)]).toEqual(['qmresume', 'OK'])
    expect(await state(service)).toEqual(['running', 'running'])
    expect(await outcome(service, await power(service, 'resume'))).toBe('OK')
    expect(vm.events.filter(event => event.type === 'qemu').map(({ event }) => event)).toEqual(['STOP', 'RESUME'])
  })

  test('resume wakes a guest that sleeps', async () => {
    const { vm, service } = await cluster()
    vm.do({ vm: 'suspend' })
    expect(await state(service)).toEqual(['running', 'suspended'])
    expect(await outcome(service, await power(service, 'resume'))).toBe('OK')
    expect(await state(service)).toEqual(['running', 'running'])
  })

  test('suspend to disk is refused', async () => {
    const { vm, service } = await cluster()
    const message = "mockvm does not simulate the parameter 'todisk' of status/suspend"
    expect(await post(service, 'suspend', { todisk: 1, statestorage: 'local' })).toEqual(refused(501, message))
    expect(vm.status).toBe('running')
    expect(await post(service, 'suspend', { statestorage: 'local' })).toEqual(
      refusedParameters({ todisk: "missing property - 'statestorage' requires this property" }),
    )
  })
})

test.each(['reset', 'suspend', 'resume', 'reboot'])('%s is refused where the VM does not run', async call => {
  const { vm, service } = await cluster()
  vm.do({ vm: 'off' })
  expect(await post(service, call)).toEqual(died('VM 100 not running'))
  expect((await ask(service, 'GET', '/cluster/tasks')).body.data).toEqual([])
})

describe.each([
  ['start', 'qmstart'],
  ['stop', 'qmstop'],
  ['shutdown', 'qmshutdown'],
  ['reboot', 'qmreboot'],
  ['reset', 'qmreset'],
  ['suspend', 'qmpause'],
  ['resume', 'qmresume'],
])('%s', (call, type) => {
  test('answers with the UPID of a task at once', async () => {
    const { service } = await cluster()
    const upid = `UPID:pve:000003E9:00004AB5:6955B900:${type}:100:root@pam:`
    expect(await post(service, call)).toEqual(ok(upid))
  })

  test('refuses what it does not know, and what is none', async () => {
    const { service } = await cluster()
    expect(await post(service, call, { force: 1, vmid: 101 })).toEqual(
      refusedParameters({ vmid: 'duplicate parameter (already defined in URI) with conflicting values!' }),
    )
    expect(await post(service, call, { force: 1 })).toEqual(
      refusedParameters({
        force: 'property is not defined in schema and the schema does not allow additional properties',
      }),
    )
  })

  test('is refused for a VM that there is not, on its node', async () => {
    const { vm } = await cluster()
    const service = proxmoxService({ 100: vm, 101: { vm: (await cluster()).vm, node: 'pve2' } })
    for (const [node, vmid] of [
      ['pve', 999],
      ['pve2', 100],
    ]) {
      expect(await ask(service, 'POST', `/nodes/${node}/qemu/${vmid}/status/${call}`)).toEqual(
        died(`Configuration file 'nodes/${node}/qemu-server/${vmid}.conf' does not exist`),
      )
    }
  })

  test('is refused for a VM that is closed', async () => {
    const { vm, service } = await cluster()
    await vm.close()
    expect(await post(service, call)).toEqual(died('VM 100: the VM is closed'))
    expect(await post(proxmoxService(vm), call)).toEqual(died('VM 100: the VM is closed'))
  })

  test('is refused without VM.PowerMgmt', async () => {
    const { vm } = await cluster()
    const users = {
      'ops@pve': { password: 'secret', rights: { '/vms': ['VM.Audit'] }, tokens: { ci: { secret: SECRET } } },
    }
    const service = proxmoxService(vm, { users })
    const headers = { authorization: `PVEAPIToken=ops@pve!ci=${SECRET}` }
    expect(await post(service, call, {}, headers)).toEqual(
      refused(403, 'Permission check failed (/vms/100, VM.PowerMgmt)'),
    )
  })
})

test.each(['start', 'stop', 'shutdown', 'reset', 'suspend', 'resume'])('%s lets only root skip locks', async call => {
  const { vm } = await cluster()
  const users = { 'ops@pve': { rights: { '/': 'Administrator' }, tokens: { ci: { secret: SECRET } } } }
  const service = proxmoxService(vm, { users })
  const headers = { authorization: `PVEAPIToken=ops@pve!ci=${SECRET}` }
  expect(await post(service, call, { skiplock: 1 }, headers)).toEqual(
    refusedParameters({ skiplock: 'Only root may use this option.' }),
  )
  expect((await post(service, call, { skiplock: 0 }, headers)).status).toBe(200)
})

const SECRET = '11111111-2222-3333-4444-555555555555'
