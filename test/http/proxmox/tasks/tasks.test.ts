import { describe, expect, onTestFinished, test } from 'vitest'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import { createVm } from '../../../../src/vm.js'
import { ok, refused, refusedParameters } from '../answers.js'
import { ask } from '../ask.js'
import { finish, outcome, power, settle } from './finish.js'

const SECRET = '11111111-2222-3333-4444-555555555555'
const tokenOf = (user: string) => ({ authorization: `PVEAPIToken=${user}!ci=${SECRET}` })
const SHUTDOWN = 'UPID:pve:000003E9:00004AB5:6955B900:qmshutdown:100:root@pam:'

async function machine(scenario: Readonly<Record<string, unknown>> = {}) {
  const vm = await createVm({ scenario: { extends: 'debian-12', power: { shutdown: '5s' }, ...scenario } })
  onTestFinished(() => vm.close())
  return vm
}

type Service = ReturnType<typeof proxmoxService>

const list = async (service: Service, query = '', headers = {}) =>
  (await ask(service, 'GET', `/nodes/pve/tasks${query}`, { headers })).body

const types = async (service: Service, query = '', headers = {}) =>
  (await list(service, query, headers)).data.map(({ type }: { type: string }) => type)

describe('the status of a task', () => {
  const parts = {
    upid: SHUTDOWN,
    node: 'pve',
    pid: 1001,
    pstart: 0x4ab5,
    starttime: 0x6955b900,
    type: 'qmshutdown',
    id: '100',
    user: 'root@pam',
  }

  test('is running until it is stopped, with an exitstatus', async () => {
    const vm = await machine()
    const service = proxmoxService(vm)
    expect(await power(service, 'shutdown')).toBe(SHUTDOWN)
    const status = () => ask(service, 'GET', `/nodes/pve/tasks/${SHUTDOWN}/status`)
    expect(await status()).toEqual(ok({ ...parts, status: 'running' }))
    vm.advance('5s')
    await settle()
    expect(await status()).toEqual(ok({ ...parts, status: 'stopped', exitstatus: 'OK' }, { seconds: 5 }))
  })

  test('is found by an encoded UPID too', async () => {
    const service = proxmoxService(await machine())
    const upid = await power(service, 'shutdown')
    const { body } = await ask(service, 'GET', `/nodes/pve/tasks/${encodeURIComponent(upid)}/status`)
    expect(body.data.upid).toBe(upid)
  })

  test('tells the token of one that a token has begun', async () => {
    const service = proxmoxService(await machine())
    const headers = tokenOf('ops@pve')
    const { body } = await ask(service, 'POST', '/nodes/pve/qemu/100/status/stop', { headers })
    expect(body.data).toBe('UPID:pve:000003E9:00004AB5:6955B900:qmstop:100:ops@pve!ci:')
    const status = await ask(service, 'GET', `/nodes/pve/tasks/${body.data}/status`)
    expect(status.body.data).toMatchObject({ user: 'ops@pve', tokenid: 'ci', status: 'stopped' })
  })
})

test('what is below a task is listed', async () => {
  const service = proxmoxService(await machine())
  expect(await ask(service, 'GET', `/nodes/pve/tasks/${SHUTDOWN}`)).toEqual(ok([{ name: 'log' }, { name: 'status' }]))
})

describe('the log of a task', () => {
  const log = async (service: Service, query: string) =>
    (await ask(service, 'GET', `/nodes/pve/tasks/UPID:pve:000003EA:00004AB5:6955B900:qmstop:100:root@pam:/log${query}`))
      .body

  async function logged() {
    const vm = await machine()
    const service = proxmoxService(vm)
    await power(service, 'shutdown')
    await finish(service, vm, await power(service, 'stop'))
    return service
  }

  test('has the lines with their numbers, and how many there are', async () => {
    expect(await log(await logged(), '')).toEqual({
      data: [
        { n: 1, t: 'trying to acquire lock...' },
        { n: 2, t: ' OK' },
        { n: 3, t: 'TASK OK' },
      ],
      total: 3,
    })
  })

  test('is cut by start and limit; limit 0 is all', async () => {
    const service = await logged()
    const numbers = async (query: string) => {
      const { data, total } = await log(service, query)
      return [data.map(({ n }: { n: number }) => n), total]
    }
    expect(await numbers('?start=1&limit=1')).toEqual([[2], 3])
    expect(await numbers('?start=1&limit=0')).toEqual([[2, 3], 3])
    expect(await numbers('?start=9')).toEqual([[], 3])
  })

  test('has one line that says so as long as nothing is written', async () => {
    const service = proxmoxService(await machine())
    const upid = await power(service, 'shutdown')
    expect(await ask(service, 'GET', `/nodes/pve/tasks/${upid}/log`)).toEqual(
      ok([{ n: 1, t: 'no content' }], { total: 1 }),
    )
  })

  test('is no download', async () => {
    const service = await logged()
    const path = '/nodes/pve/tasks/UPID:pve:000003EA:00004AB5:6955B900:qmstop:100:root@pam:/log'
    const seconds = 5
    expect(await ask(service, 'GET', `${path}?download=1`)).toEqual(
      refused(501, "mockvm does not simulate the parameter 'download' of a task's log", { seconds }),
    )
    expect(await ask(service, 'GET', `${path}?download=1&start=0`)).toEqual(
      refused(500, "'download' cannot be used together with 'start' or 'limit' parameters", { seconds }),
    )
  })
})

describe('stopping a task', () => {
  test('leaves alone what it has begun', async () => {
    const vm = await machine({ agent: { running: false } })
    const service = proxmoxService(vm)
    const upid = await power(service, 'shutdown')
    vm.advance('4s')
    await settle()
    expect((await ask(service, 'DELETE', `/nodes/pve/tasks/${upid}`)).text).toBe('{"data":null}')
    expect(await outcome(service, upid)).toBe('received interrupt')
    expect((await ask(service, 'GET', `/nodes/pve/tasks/${upid}/log`)).body.data).toEqual([
      { n: 1, t: "QEMU Guest Agent is not running - VM 100 qga command 'guest-ping' failed - got timeout" },
      { n: 2, t: 'TASK ERROR: received interrupt' },
    ])
    vm.advance('10s')
    expect(vm.status).toBe('shutdown')
  })

  test('that waits for a lock leaves the lock to others', async () => {
    const vm = await machine()
    const service = proxmoxService(vm)
    const shutdown = await power(service, 'shutdown')
    const [first, second] = [await power(service, 'stop'), await power(service, 'start')]
    await ask(service, 'DELETE', `/nodes/pve/tasks/${first}`)
    expect(await finish(service, vm, shutdown)).toEqual({ seconds: 5, exitstatus: 'OK' })
    expect([await outcome(service, first), await outcome(service, second)]).toEqual(['received interrupt', 'OK'])
  })

  test('that has ended does nothing', async () => {
    const service = proxmoxService(await machine())
    const upid = await power(service, 'stop')
    expect(await ask(service, 'DELETE', `/nodes/pve/tasks/${upid}`)).toEqual(ok(null))
    expect(await outcome(service, upid)).toBe('OK')
  })
})

describe('what is no task', () => {
  const calls = [
    ['GET', '/status'],
    ['GET', '/log'],
    ['DELETE', ''],
  ] as const

  test.each(calls)('is refused: %s %s', async (method, below) => {
    const service = proxmoxService({ 100: await machine(), 101: { vm: await machine(), node: 'b' } })
    const upid = await power(service, 'stop')
    const answer = (path: string) => ask(service, method, `/nodes/${path}${below}`)
    const unknown = refusedParameters({ upid: 'no such task' })
    expect(await answer('pve/tasks/UPID:pve:nonsense')).toEqual(
      refusedParameters({ upid: 'unable to parse worker upid' }),
    )
    expect(await answer(`pve/tasks/${SHUTDOWN}`)).toEqual(unknown)
    expect(await answer(`b/tasks/${upid}`)).toEqual(unknown)
  })
})

describe('the list of tasks', () => {
  async function busy() {
    const vm = await machine()
    const service = proxmoxService({ 100: vm, 101: await machine(), 102: { vm: await machine(), node: 'b' } })
    await power(service, 'start')
    vm.advance('10s')
    await power(service, 'suspend')
    await power(service, 'resume')
    await ask(service, 'POST', '/nodes/pve/qemu/101/status/stop', { headers: tokenOf('ops@pve') })
    await ask(service, 'POST', '/nodes/b/qemu/102/status/stop')
    await power(service, 'shutdown')
    return service
  }

  test('has those that have ended, the latest first', async () => {
    const service = proxmoxService(await machine())
    await power(service, 'start')
    expect(await list(service)).toEqual({
      data: [
        {
          upid: 'UPID:pve:000003E9:00004AB5:6955B900:qmstart:100:root@pam:',
          node: 'pve',
          pid: 1001,
          pstart: 0x4ab5,
          starttime: 0x6955b900,
          endtime: 0x6955b900,
          type: 'qmstart',
          id: '100',
          user: 'root@pam',
          status: 'VM 100 already running',
        },
      ],
      total: 1,
    })
  })

  test.each([
    ['', ['qmstop', 'qmresume', 'qmpause', 'qmstart']],
    ['?source=archive', ['qmstop', 'qmresume', 'qmpause', 'qmstart']],
    ['?source=active', ['qmshutdown']],
    ['?source=all', ['qmshutdown', 'qmstop', 'qmresume', 'qmpause', 'qmstart']],
    ['?source=all&start=1&limit=2', ['qmstop', 'qmresume']],
    ['?limit=0', []],
    ['?vmid=101', ['qmstop']],
    ['?typefilter=qmpause', ['qmpause']],
    ['?userfilter=OPS', ['qmstop']],
    ['?errors=1', ['qmstart']],
    ['?statusfilter=error', ['qmstart']],
    ['?statusfilter=OK,warning', ['qmstop', 'qmresume', 'qmpause']],
    ['?statusfilter=ok&errors=1', ['qmstart']],
    ['?source=all&statusfilter=unknown', ['qmshutdown']],
    ['?since=1767225605', ['qmresume', 'qmpause']],
    ['?until=1767225605', ['qmstop', 'qmstart']],
  ])('is cut by %s', async (query, expected) => {
    expect(await types(await busy(), query)).toEqual(expected)
  })

  test('counts all that it could show', async () => {
    expect((await list(await busy(), '?limit=1')).total).toBe(4)
  })

  test('shows RUNNING for what runs', async () => {
    const { data } = await list(await busy(), '?source=active')
    expect(data[0]).toMatchObject({ type: 'qmshutdown', status: 'RUNNING' })
    expect(data[0].endtime).toBe(undefined)
  })

  test.each([
    ['?statusfilter=fine', { statusfilter: "invalid format - invalid status 'fine'\n" }],
    ['?source=now', { source: "value 'now' does not have a value in the enumeration 'archive, active, all'" }],
    ['?limit=-1', { limit: 'value must have a minimum value of 0' }],
  ])('refuses %s', async (query, errors) => {
    const service = proxmoxService(await machine())
    expect(await ask(service, 'GET', `/nodes/pve/tasks${query}`)).toEqual(refusedParameters(errors))
  })

  test('of the cluster has those of all nodes, and those that run among them', async () => {
    const { body } = await ask(await busy(), 'GET', '/cluster/tasks')
    const shown = body.data.map((task: Record<string, unknown>) => [task.type, task.node, task.status, task.saved])
    expect(shown).toEqual([
      ['qmshutdown', 'pve', undefined, undefined],
      ['qmstop', 'b', 'OK', '1'],
      ['qmstop', 'pve', 'OK', '1'],
      ['qmresume', 'pve', 'OK', '1'],
      ['qmpause', 'pve', 'OK', '1'],
      ['qmstart', 'pve', 'VM 100 already running', '1'],
    ])
  })
})

describe('whose tasks one sees', () => {
  const tokens = { ci: { secret: SECRET } }
  const users = {
    'ops@pve': { rights: { '/vms': 'PVEVMUser' }, tokens: { ...tokens, other: { secret: SECRET } } },
    'dev@pve': { rights: { '/vms': 'PVEVMUser' }, tokens },
    'boss@pve': { rights: { '/': 'Administrator' }, tokens },
  }

  test('is those of oneself, and all for an auditor', async () => {
    const service = proxmoxService(await machine(), { users })
    const { body } = await ask(service, 'POST', '/nodes/pve/qemu/100/status/stop', { headers: tokenOf('ops@pve') })
    const path = `/nodes/pve/tasks/${body.data}`
    for (const [headers, sees] of [
      [tokenOf('ops@pve'), true],
      [tokenOf('boss@pve'), true],
      [tokenOf('dev@pve'), false],
      [{ authorization: `PVEAPIToken=ops@pve!other=${SECRET}` }, false],
    ] as const) {
      const count = sees ? 1 : 0
      expect((await list(service, '', headers)).data).toHaveLength(count)
      expect((await ask(service, 'GET', '/cluster/tasks', { headers })).body.data).toHaveLength(count)
      for (const [method, below, privilege] of [
        ['GET', '/status', 'Sys.Audit'],
        ['GET', '/log', 'Sys.Audit'],
        ['DELETE', '', 'Sys.Modify'],
      ] as const) {
        const answer = await ask(service, method, `${path}${below}`, { headers })
        if (sees) expect(answer.status).toBe(200)
        else {
          expect(answer).toEqual(refused(403, `Permission check failed (/nodes/pve, ${privilege})`))
        }
      }
    }
  })
})

test('only the latest tasks are remembered, and those that run', async () => {
  const vm = await machine()
  const service = proxmoxService({ 100: vm, 101: await machine() })
  const upid = await power(service, 'shutdown')
  for (let count = 0; count < 1003; count++) await ask(service, 'POST', '/nodes/pve/qemu/101/status/start')
  expect((await list(service)).total).toBe(999)
  expect(await outcome(service, upid)).toBe('running')
})
