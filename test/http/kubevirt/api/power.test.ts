import { describe, expect, test } from 'vitest'
import { kubevirtService } from '../../../../src/http/kubevirt/service.js'
import { createVm } from '../../../../src/index.js'
import { ask, failure, OBJECTS, SUBRESOURCES, Watching } from '../ask.js'
import { one } from './cluster.js'

// biome-ignore lint/suspicious/noExplicitAny: objects of any kind
type Any = any

const MACHINES = SUBRESOURCES.replace(/instances$/, 's')
const DETAILS = { name: 'web', group: 'kubevirt.io', kind: 'virtualmachine' }
const conflict = (why: string) =>
  failure(409, 'Conflict', `Operation cannot be fulfilled on virtualmachine.kubevirt.io "web": ${why}`, DETAILS)
const OK = { status: 202, reason: 'Accepted', text: '' }

async function started() {
  const { vm, service } = await one()
  const put = (action: string, json?: unknown) => ask(service, 'PUT', `${MACHINES}/web/${action}`, { json })
  const vmi = () => ask(service, 'GET', `${OBJECTS}/web`)
  const phase = async () => ((await vmi()).body as Any).status?.phase
  const uid = async () => ((await vmi()).body as Any).metadata.uid
  return { vm, service, put, vmi, phase, uid }
}

describe('stop, start and restart of a VirtualMachine', () => {
  test('stop presses the power button, and the instance goes with its guest', async () => {
    const { vm, put, vmi } = await started()
    expect(await put('stop')).toMatchObject(OK)
    vm.advance('1m')
    expect((await vmi()).status).toBe(404)
    expect(['shutdown', 'exited']).toContain(vm.status)
    expect((await put('stop')).body).toEqual(conflict('VM is not running'))
    expect((await put('restart')).body).toEqual(conflict('VM is not running: Halted'))
  })

  test('start boots it again, as another instance', async () => {
    const { vm, put, phase, uid } = await started()
    const first = await uid()
    expect((await put('start')).body).toEqual(conflict('VM is already running'))
    await put('stop')
    vm.advance('1m')
    expect(await put('start')).toMatchObject(OK)
    expect([await phase(), (await uid()) === first, vm.status]).toEqual(['Running', false, 'running'])
  })

  test('start may leave it paused', async () => {
    const { vm, put } = await started()
    await put('stop')
    vm.advance('1m')
    await put('start', { paused: true })
    expect(vm.status).toBe('paused')
  })

  test('start follows what the guest has ended by itself', async () => {
    const { vm, put, phase } = await started()
    vm.powerdown()
    vm.advance('1m')
    expect(await phase()).toBe('Succeeded')
    expect((await put('stop')).body).toEqual(conflict('VM is not running'))
    expect(await put('start')).toMatchObject(OK)
    expect(await phase()).toBe('Running')
  })

  test('restart is both, and by force at once', async () => {
    const { vm, put, phase, uid } = await started()
    const first = await uid()
    expect(await put('restart')).toMatchObject(OK)
    vm.advance('1m')
    await Promise.resolve()
    const second = await uid()
    expect([await phase(), second === first]).toEqual(['Running', false])
    expect(await put('restart', { gracePeriodSeconds: 0 })).toMatchObject(OK)
    expect([await phase(), (await uid()) === second]).toEqual(['Running', false])
  })

  test('a dry run only checks', async () => {
    const { vm, put, phase } = await started()
    for (const action of ['stop', 'restart']) expect(await put(action, { dryRun: ['All'] })).toMatchObject(OK)
    vm.advance('1m')
    expect(await phase()).toBe('Running')
  })

  test('what cannot be done is told as virt-api writes it', async () => {
    const { service, put } = await started()
    expect((await put('restart', { gracePeriodSeconds: 5 })).body).toEqual(
      failure(400, 'BadRequest', 'For force restart, only gracePeriod=0 is supported for now'),
    )
    expect((await put('restart', { gracePeriodSeconds: -1 })).body).toEqual(
      failure(400, 'BadRequest', 'gracePeriod has to be greater or equal to 0'),
    )
    const missing = await ask(service, 'PUT', `${MACHINES}/nobody/start`)
    expect([missing.status, missing.type, missing.text]).toEqual([
      404,
      'application/json',
      [
        '{',
        '  "kind": "Status",',
        '  "apiVersion": "v1",',
        '  "metadata": {},',
        '  "status": "Failure",',
        '  "message": "virtualmachine.kubevirt.io \\"nobody\\" not found",',
        '  "reason": "NotFound",',
        '  "details": {',
        '   "name": "nobody",',
        '   "group": "kubevirt.io",',
        '   "kind": "virtualmachine"',
        '  },',
        '  "code": 404',
        ' }',
      ].join('\n'),
    ])
    const broken = await ask(service, 'PUT', `${MACHINES}/web/stop`, { text: '[1]' })
    expect(broken.body).toEqual(
      failure(
        400,
        'BadRequest',
        'Can not unmarshal Request body to struct, error: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type v1.StopOptions',
      ),
    )
    expect(await ask(service, 'GET', `${MACHINES}/web/stop`)).toMatchObject({
      status: 405,
      text: '405: Method Not Allowed',
    })
  })

  test('a guest that ignores its power button is ended when the time of grace is over', async () => {
    const vm = await createVm({ scenario: 'minimal', set: [{ path: 'power', value: { button: 'ignored' } }] })
    const service = kubevirtService({ web: vm })
    const watching = await Watching.begin(service, `${OBJECTS}?watch=true`)
    await ask(service, 'PUT', `${MACHINES}/web/stop`)
    vm.advance('29s')
    expect(vm.status).toBe('running')
    vm.advance('1s')
    expect((await watching.all()).slice(-2).map(({ type, object }) => `${type} ${object.status.phase}`)).toEqual([
      'MODIFIED Failed',
      'DELETED Failed',
    ])
    await vm.close()
  })
})

describe('deletion of a VirtualMachineInstance', () => {
  test('is the power button of its guest', async () => {
    const { vm, service, vmi } = await started()
    const { status, body } = await ask(service, 'DELETE', `${OBJECTS}/web`)
    expect([status, (body as Any).metadata.deletionTimestamp]).toEqual([200, '2026-01-01T00:00:00Z'])
    vm.advance('1m')
    expect((await vmi()).status).toBe(404)
  })

  test.each([
    '{"dryRun": 5}',
    '{"dryRun": "All"}',
    '{"preconditions": []}',
    '{"preconditions": {"uid": 5}}',
    '[1]',
    '{',
  ])('refuses the options %s', async text => {
    const { vm, service } = await started()
    const headers = { 'content-type': 'application/json' }
    expect((await ask(service, 'DELETE', `${OBJECTS}/web`, { text, headers })).body).toEqual(
      failure(400, 'BadRequest', 'the object provided is unrecognized: expected DeleteOptions'),
    )
    expect(vm.status).toBe('running')
  })

  test.each(['{"dryRun": ["All"]}', 'dryRun: [All]', '{"dryRun": ["All"], "preconditions": null}'])(
    'does nothing with %s',
    async text => {
      const { vm, service } = await started()
      const headers = { 'content-type': 'application/yaml' }
      expect((await ask(service, 'DELETE', `${OBJECTS}/web`, { text, headers })).status).toBe(200)
      expect(vm.status).toBe('running')
    },
  )

  test('can be a dry run, and only of the one that is meant', async () => {
    const { vm, service, phase } = await started()
    expect((await ask(service, 'DELETE', `${OBJECTS}/web?dryRun=All`)).status).toBe(200)
    const uid = '00000000-0000-4000-8000-000000000000'
    const { body } = await ask(service, 'DELETE', `${OBJECTS}/web`, { json: { preconditions: { uid } } })
    expect((body as Any).message).toMatch(
      /^Operation cannot be fulfilled on virtualmachineinstances\.kubevirt\.io "web": Precondition failed: UID in precondition: 0{8}-0{4}-4000-8000-0{12}, UID in object meta: [\da-f-]{36}$/,
    )
    expect(
      (await ask(service, 'DELETE', `${OBJECTS}/web`, { text: '{', headers: { 'content-type': 'application/json' } }))
        .status,
    ).toBe(400)
    vm.advance('1m')
    expect(await phase()).toBe('Running')
  })
})
