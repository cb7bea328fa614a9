import { describe, expect, test } from 'vitest'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import type { ScenarioInput } from '../../../../src/index.js'
import { ask as askService } from '../ask.js'
import { AGENT, asked, elapsed, expectFailure, hostOf, withFaults } from './agent.js'
import { CALLS, PARAMETERS } from './each-call.js'

const SECRET = '00000000-0000-4000-8000-000000000000'

const GONE: ScenarioInput = { extends: 'debian-12', agent: { running: false } }

describe.each(CALLS)('$method $name', ({ method, name, asked: given }) => {
  test('is refused where no agent is configured, whatever runs', async () => {
    const { vm, ask } = await hostOf('debian-12', { member: { agent: false } })
    expectFailure(await ask(method, name, given), 'No QEMU guest agent configured')
    vm.do({ vm: 'quit' })
    expectFailure(await ask(method, name, given), 'No QEMU guest agent configured')
    expect(asked(vm)).toEqual([])
  })

  test('is refused where the VM is not running', async () => {
    const { vm, ask } = await hostOf(GONE)
    vm.powerdown()
    vm.do({ vm: 'quit' })
    expectFailure(await ask(method, name, given), 'VM 100 is not running')
    expect(elapsed(vm)).toBe(0n)
  })

  test('is refused where no agent runs, after three seconds', async () => {
    const { vm, ask } = await hostOf(GONE)
    expectFailure(await ask(method, name, given), 'QEMU guest agent is not running')
    expect([elapsed(vm), asked(vm)]).toEqual([3000n, []])
  })

  test('is refused for a VM that there is not, before all else', async () => {
    const { vm } = await hostOf(GONE)
    const service = proxmoxService({ 100: { vm, agent: false } })
    const path = AGENT.replace('100', '999') + (name === '' ? '' : `/${name}`)
    const answer = await askService(service, method, path, given)
    expectFailure(answer, "Configuration file 'nodes/pve/qemu-server/999.conf' does not exist")
  })

  test('wants a right on the VM', async () => {
    const { vm } = await hostOf()
    const users = { 'x@pve': { tokens: { ci: { secret: SECRET } }, rights: { '/vms/101': 'Administrator' } } }
    const service = proxmoxService({ 100: vm }, { users })
    const headers = { authorization: `PVEAPIToken=x@pve!ci=${SECRET}` }
    const path = name === '' ? AGENT : `${AGENT}/${name}`
    const { status, reason } = await askService(service, method, path, { ...given, headers })
    expect([status, reason]).toEqual([403, expect.stringMatching(/^Permission check failed \(\/vms\/100, VM\..+\)$/)])
    expect(vm.calls()).toEqual([])
  })
})

const AUDIT = 'VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted'
const FILES = 'VM.GuestAgent.FileSystemMgmt|VM.GuestAgent.Unrestricted'
const POWER = 'VM.PowerMgmt|VM.GuestAgent.Unrestricted'

test.each([
  ['GET', 'get-time', AUDIT],
  ['GET', 'network-get-interfaces', AUDIT],
  ['POST', 'ping', AUDIT],
  ['POST', 'fsfreeze-status', 'VM.GuestAgent.Audit|VM.GuestAgent.FileSystemMgmt|VM.GuestAgent.Unrestricted'],
  ['POST', 'fsfreeze-freeze', FILES],
  ['POST', 'fsfreeze-thaw', FILES],
  ['POST', 'fstrim', FILES],
  ['POST', 'shutdown', POWER],
  ['POST', 'suspend-ram', POWER],
  ['GET', 'file-read', 'VM.GuestAgent.FileRead|VM.GuestAgent.Unrestricted'],
  ['POST', 'file-write', 'VM.GuestAgent.FileWrite|VM.GuestAgent.Unrestricted'],
  ['POST', 'exec', 'VM.GuestAgent.Unrestricted'],
  ['GET', 'exec-status', 'VM.GuestAgent.Unrestricted'],
  ['POST', 'set-user-password', 'VM.GuestAgent.Unrestricted'],
  ['POST', '', 'VM.GuestAgent.Unrestricted|VM.GuestAgent.Unrestricted'],
])('%s %s wants %s', async (method, name, wanted) => {
  const { vm } = await hostOf(GONE)
  const users = (rights: string) => ({
    'none@pve': { tokens: { ci: { secret: SECRET } } },
    'some@pve': { tokens: { ci: { secret: SECRET } }, rights: { '/vms': rights.split('|') } },
  })
  const service = proxmoxService({ 100: vm }, { users: users(wanted), version: '9.0.3' })
  const of = (user: string) => ({ headers: { authorization: `PVEAPIToken=${user}!ci=${SECRET}` } })
  const path = name === '' ? AGENT : `${AGENT}/${name}`
  const message = `Permission check failed (/vms/100, ${wanted})`
  expectFailure(await askService(service, method, path, of('none@pve')), message, 403)
  const params = PARAMETERS[name] ?? {}
  const answer = await vm.until(askService(service, method, path, { params, ...of('some@pve') }))
  expectFailure(answer, 'QEMU guest agent is not running')
})

test('in Proxmox VE 8 all of them want VM.Monitor', async () => {
  const { vm } = await hostOf()
  const service = proxmoxService(
    { 100: vm },
    { users: { 'x@pve': { tokens: { ci: { secret: SECRET } } } }, version: '8.4.0' },
  )
  for (const { method, name } of CALLS) {
    const path = name === '' ? AGENT : `${AGENT}/${name}`
    const answer = await askService(service, method, path, {
      headers: { authorization: `PVEAPIToken=x@pve!ci=${SECRET}` },
    })
    expectFailure(answer, 'Permission check failed (/vms/100, VM.Monitor)', 403)
  }
})

describe('no agent is there for the API', () => {
  test('where its guest-ping fails in whatever way', async () => {
    const { vm, get } = await withFaults({ on: 'guest-ping', hang: true })
    expectFailure(await get('get-time'), 'QEMU guest agent is not running')
    expect(asked(vm)).toEqual(['ping'])
  })

  test('where the VM is paused', async () => {
    const { vm, get } = await hostOf()
    vm.pause()
    expectFailure(await get('get-time'), 'QEMU guest agent is not running')
    expect(elapsed(vm)).toBe(3000n)
    vm.resume()
    expect((await get('get-time')).status).toBe(200)
  })

  test('while the guest boots', async () => {
    const { vm, get } = await hostOf({ extends: 'debian-12', power: { boot: '20s' } })
    vm.reset()
    expectFailure(await get('get-time'), 'QEMU guest agent is not running')
    vm.advance('20s')
    expect((await get('get-time')).status).toBe(200)
  })

  test('where another client holds the socket', async () => {
    const { vm, get } = await hostOf()
    const other = vm.connect()
    expectFailure(await get('get-time'), 'QEMU guest agent is not running')
    expect(elapsed(vm)).toBe(3000n)
    other.destroy()
    expect((await get('get-time')).status).toBe(200)
  })

  test('where an agent that holds the socket itself does not run', async () => {
    const { vm, get } = await hostOf('debian-12', { transport: 'unix-listen' })
    vm.do({ agent: 'stop' })
    expectFailure(await get('get-time'), 'QEMU guest agent is not running')
    expect(elapsed(vm)).toBe(0n)
  })
})

test('an agent that answers the guest-ping with an error is there', async () => {
  const { get } = await withFaults({ on: 'guest-ping', error: 'No' })
  expect((await get('get-host-name')).body).toEqual({ data: { result: { 'host-name': 'debian' } } })
})
