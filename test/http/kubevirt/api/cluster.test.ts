import { describe, expect, test, vi } from 'vitest'
import type { KubevirtOptions } from '../../../../src/http/kubevirt/options.js'
import { placeOf } from '../../../../src/http/kubevirt/place.js'
import { kubevirtService } from '../../../../src/http/kubevirt/service.js'
import type { HttpService } from '../../../../src/http/service.js'
import { createVm, type Vm } from '../../../../src/index.js'
import { ask, SUBRESOURCES, Watching } from '../ask.js'
import { ALL } from './cluster.js'

// biome-ignore lint/suspicious/noExplicitAny: objects of any kind
type Any = any

async function placesOf(vms: Parameters<typeof kubevirtService>[0]): Promise<string[]> {
  const { items } = (await ask(kubevirtService(vms), 'GET', ALL)).body as Any
  return items.map(({ metadata, status }: Any) => `${metadata.namespace}/${metadata.name} on ${status.nodeName}`)
}

test('a VM alone has the name of its scenario, in the namespace default', async () => {
  await using vm = await createVm({ scenario: 'minimal' })
  expect(await placesOf(vm)).toEqual(['default/minimal on node01'])
})

test.each([
  ['My Web VM', 'my-web-vm'],
  ['a .. b.', 'a.b'],
  ['é', 'vm'],
  ['x'.repeat(300), 'x'.repeat(253)],
])('of the name %s it has what names may have', (name, expected) => {
  expect(placeOf({ name, document: {} } as Vm)).toEqual({ namespace: 'default', name: expected })
})

test('its scenario may say where it is, and a fleet more than that', async () => {
  const kubevirt = { namespace: 'shop', name: 'till', node: 'n1' }
  await using vm = await createVm({ scenario: 'minimal', set: [{ path: 'kubevirt', value: kubevirt }] })
  expect(await placesOf(vm)).toEqual(['shop/till on n1'])
  expect(await placesOf({ web: vm })).toEqual(['default/web on n1'])
  expect(await placesOf({ 'test/web': { vm, node: 'n2' } })).toEqual(['test/web on n2'])
})

test('its scenario may say who asks', async () => {
  const kubevirt = { users: { ci: { token: 't' } } }
  await using vm = await createVm({ scenario: 'minimal', set: [{ path: 'kubevirt', value: kubevirt }] })
  expect((await ask(kubevirtService(vm), 'GET', ALL, { token: 'x' })).status).toBe(401)
  expect((await ask(kubevirtService(vm, { users: { me: { token: 'x' } } }), 'GET', ALL, { token: 'x' })).status).toBe(
    403,
  )
})

test('a cluster without VMs, and one of two by the same name, are refused', async () => {
  await using vm = await createVm({ scenario: 'minimal' })
  await using other = await createVm({ scenario: 'minimal' })
  expect(() => kubevirtService({})).toThrow(
    'kubevirtHandlers: expected a VM of createVm(), or a record of VMs such as { web: vm }, got ',
  )
  expect(() => kubevirtService({ web: vm, 'default/web': other })).toThrow(
    'kubevirtHandlers: expected VMs of different names, got default/web twice',
  )
  expect(() => kubevirtService({ 'No Name': vm })).toThrow(TypeError)
  expect(() => kubevirtService('vm' as unknown as Vm)).toThrow(TypeError)
  expect(() => kubevirtService([vm] as never)).toThrow('or a record of VMs such as { web: vm }, got ')
  for (const name of ['a..b', 'a.-b', 'x'.repeat(254), 'a/b/c', '']) {
    expect(() => kubevirtService({ [name]: vm })).toThrow('kubevirtHandlers: expected the name of a VM in lower case')
  }
})

describe('services made anew for the same VMs', () => {
  const uidOf = async (service: HttpService) => ((await ask(service, 'GET', ALL)).body as Any).items[0].metadata.uid

  test('are those of one cluster, whoever may ask them', async () => {
    await using vm = await createVm({ scenario: 'minimal' })
    const first = await uidOf(kubevirtService({ web: vm }))
    vm.do({ vm: 'quit' })
    vm.wakeup()
    const guarded = kubevirtService({ web: vm }, { users: { ci: { token: 't' } } })
    expect((await ask(guarded, 'GET', ALL)).status).toBe(403)
    const second = await uidOf(kubevirtService({ web: vm }))
    expect(second).not.toBe(first)
    expect(await uidOf(kubevirtService({ web: { vm, labels: {} } }))).toBe(second)
  })

  test('tell who watches one what is done by another', async () => {
    await using vm = await createVm({ scenario: 'minimal' })
    const watching = await Watching.begin(kubevirtService(vm), `${ALL}?watch=true`)
    await ask(kubevirtService(vm), 'PUT', `${SUBRESOURCES}/minimal/pause`)
    expect((await watching.all()).map(({ type }) => type).slice(0, 2)).toEqual(['ADDED', 'MODIFIED'])
    await watching.stop()
  })

  test('have nobody more listen to them', async () => {
    await using vm = await createVm({ scenario: 'minimal' })
    kubevirtService(vm)
    const listening = vi.spyOn(vm, 'onEvent')
    for (let times = 0; times < 20; times++) kubevirtService(vm)
    expect(listening).not.toHaveBeenCalled()
  })

  test.each<[string, Any, KubevirtOptions]>([
    ['another name', { name: 'other' }, {}],
    ['other labels', { labels: { app: 'x' } }, {}],
    ['another version', {}, { version: 'v1.5.0' }],
  ])('are of another cluster with %s', async (_, { name = 'web', ...member }, options) => {
    await using vm = await createVm({ scenario: 'minimal' })
    const revisionOf = async (service: HttpService) =>
      Number(((await ask(service, 'GET', ALL)).body as Any).metadata.resourceVersion)
    const service = kubevirtService({ web: vm })
    vm.pause()
    vm.resume()
    const another = kubevirtService({ [name]: { vm, ...member } }, options)
    expect(await revisionOf(another)).toBeLessThan(await revisionOf(service))
  })
})
