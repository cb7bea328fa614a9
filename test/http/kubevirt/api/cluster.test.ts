import { expect, test } from 'vitest'
import { kubevirtService } from '../../../../src/http/kubevirt/service.js'
import { createVm, type Vm } from '../../../../src/index.js'
import { ask } from '../ask.js'
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
  expect(() => kubevirtService({})).toThrow(
    'kubevirtHandlers: expected a VM of createVm(), or a record of VMs such as { 100: vm }, got ',
  )
  expect(() => kubevirtService({ web: vm, 'default/web': vm })).toThrow(
    'kubevirtHandlers: expected VMs of different names, got default/web twice',
  )
  expect(() => kubevirtService({ 'No Name': vm })).toThrow(TypeError)
  expect(() => kubevirtService('vm' as unknown as Vm)).toThrow(TypeError)
})
