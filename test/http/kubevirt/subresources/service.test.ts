import { expect, onTestFinished, test } from 'vitest'
import { type KubevirtOptions, kubevirtService } from '../../../../src/http/kubevirt/service.js'
import { createVm, type ScenarioInput } from '../../../../src/index.js'
import { ask, OBJECTS, SUBRESOURCES } from '../ask.js'
import { settled } from './guest.js'

const NAME = 'default'

async function serviceOf(scenario: string | ScenarioInput = 'default', options: KubevirtOptions = {}) {
  const vm = await createVm({ scenario })
  onTestFinished(() => vm.close())
  const service = kubevirtService({ [NAME]: vm }, options)
  const object = async () => (await ask(service, 'GET', `${OBJECTS}/${NAME}`)).body as never as Vmi
  const types = async () => (await object()).status.conditions.map(({ type }) => type)
  return { vm, service, object, types }
}

interface Vmi {
  readonly metadata: { readonly uid: string }
  readonly status: {
    readonly phase: string
    readonly fsFreezeStatus?: string
    readonly conditions: readonly { readonly type: string; readonly reason?: string }[]
  }
}

test.each(['v1', 'v1alpha3'])('the subresources are found below %s', async version => {
  const { service } = await serviceOf()
  const path = `${SUBRESOURCES.replace('/v1/', `/${version}/`)}/${NAME}`
  const { status, type, body } = await ask(service, 'GET', `${path}/userlist`)
  expect([status, type]).toEqual([200, 'application/json'])
  expect(body).toEqual({
    items: [
      { loginTime: 1767220267000, userName: 'root' },
      { loginTime: 1767221130250, userName: 'alice' },
    ],
    metadata: {},
  })
  expect(await ask(service, 'PUT', `${path}/freeze`, { json: { unfreezeTimeout: '5m0s' } })).toMatchObject({
    status: 200,
    text: '',
  })
  expect((await ask(service, 'GET', `${path.replace(NAME, 'other')}/userlist`)).status).toBe(500)
  expect((await ask(service, 'PUT', `${SUBRESOURCES}/other/freeze`)).status).toBe(404)
})

test.each([
  ['without one', {}, {}, 200, 8],
  ['of the options', {}, { version: 'v1.5.2' }, 500, 5],
  ['of the scenario', { kubevirt: { version: 'v1.5.2' } }, {}, 500, 5],
  ['of the options, whatever the scenario says', { kubevirt: { version: 'v1.5.2' } }, { version: 'v1.7.0' }, 200, 8],
])('the version %s picks how long a freeze is waited for', async (_, scenario, options, status, seconds) => {
  const { vm, service } = await serviceOf({ extends: 'slow-freeze', ...scenario }, options)
  const freeze = ask(service, 'PUT', `${SUBRESOURCES}/${NAME}/freeze`, { json: { unfreezeTimeout: '0s' } })
  expect((await vm.until(freeze)).status).toBe(status)
  expect(vm.guest.clock.monotonic()).toBe(BigInt(seconds) * 1_000_000_000n)
})

test('the object tells that the guest is frozen, and nothing when it is not', async () => {
  const { service, object } = await serviceOf()
  expect((await object()).status.fsFreezeStatus).toBeUndefined()
  await ask(service, 'PUT', `${SUBRESOURCES}/${NAME}/freeze`, { json: { unfreezeTimeout: '5m0s' } })
  expect((await object()).status.fsFreezeStatus).toBe('frozen')
  await ask(service, 'PUT', `${SUBRESOURCES}/${NAME}/unfreeze`)
  expect((await object()).status.fsFreezeStatus).toBeUndefined()
})

test('late-agent: whoever looks at the object is a client who has come', async () => {
  const { vm, types } = await serviceOf('late-agent')
  expect(await types()).not.toContain('AgentConnected')
  vm.advance('100s')
  expect(await types()).toContain('AgentConnected')
})

test('a soft reboot, with an agent and without one, leaves the instance the same', async () => {
  for (const scenario of ['default', 'agent-not-running']) {
    const { vm, service, object } = await serviceOf(scenario)
    const { uid } = (await object()).metadata
    expect((await ask(service, 'PUT', `${SUBRESOURCES}/${NAME}/softreboot`)).status).toBe(200)
    vm.advance('5m')
    await settled()
    const { metadata, status } = await object()
    expect([scenario, metadata.uid, status.phase]).toEqual([scenario, uid, 'Running'])
  }
})

test('no-ip: the interface has its address when the guest has it', async () => {
  const { vm, object } = await serviceOf('no-ip')
  const addresses = async () => JSON.stringify((await object()).status).match(/"ipAddress":"[^"]+"/g)
  expect(await addresses()).toBeNull()
  vm.advance('10m')
  expect(await addresses()).not.toBeNull()
})
