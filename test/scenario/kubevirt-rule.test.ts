import { describe, expect, test } from 'vitest'
import { machineActions } from '../../src/http/kubevirt/api/machine-actions.js'
import { resources } from '../../src/http/kubevirt/api/resource.js'
import { subresources } from '../../src/http/kubevirt/subresources/subresources.js'
import { kubevirtHandlers } from '../../src/http/msw.js'
import { createVm } from '../../src/index.js'
import { SERVED_RESOURCES } from '../../src/scenario/kubevirt-rule.js'

const EXPECTED = 'expected a resource, in lower case and in the plural, such as virtualmachineinstances/guestosinfo'

async function refusalOf(rule: object): Promise<string | undefined> {
  const rules = [{ verbs: ['get'], resources: ['*'], ...rule }]
  await using vm = await createVm({ scenario: 'minimal' })
  try {
    kubevirtHandlers(vm, { users: { ci: { token: 't', rules } } })
    return undefined
  } catch (error) {
    return (error as Error).message.replace('kubevirtHandlers: users.ci.rules[0].', '')
  }
}

describe('rules of users of KubeVirt', () => {
  test.each([
    ['vmi', 'virtualmachineinstances'],
    ['vms', 'virtualmachines'],
    ['virtualmachineinstance', 'virtualmachineinstances'],
    ['VirtualMachineInstances', 'virtualmachineinstances'],
    ['freeze', '*/freeze'],
    ['vmi/freeze', 'virtualmachineinstances/freeze'],
    ['virtualmachineinstances/freze', 'virtualmachineinstances/freeze'],
    ['virtualmachines/guestosinfo', 'virtualmachineinstances/guestosinfo'],
    ['virtualmachineinstances/start', 'virtualmachines/start'],
    ['*/guestosinf', '*/guestosinfo'],
  ])('with the resource %s mean %s', async (word, meant) => {
    expect(await refusalOf({ resources: [word] })).toBe(
      `resources[0]: ${EXPECTED}, got ${JSON.stringify(word)}. Did you mean "${meant}"?`,
    )
  })

  test('name no resource with blanks', async () => {
    expect(await refusalOf({ resources: ['two words'] })).toBe(`resources[0]: ${EXPECTED}, got "two words".`)
  })

  test('may be those of a Role, which knows more than is served', async () => {
    const resources = [
      'virtualmachineinstances/console',
      'virtualmachineinstances/vnc/screenshot',
      'virtualmachineinstances/status',
      'virtualmachines/migrate',
      'virtualmachineinstancemigrations',
      'virtualmachinepools',
      'datavolumes',
      'pods/log',
      'constructor',
      '*/*',
      '*/scale',
      ...Object.entries(SERVED_RESOURCES).flatMap(([name, below]) => [name, ...below.map(it => `${name}/${it}`)]),
    ]
    expect(await refusalOf({ resources, apiGroups: ['', '*', 'kubevirt.io'], verbs: ['get', 'use'] })).toBe(undefined)
  })

  test('name an API group without its version', async () => {
    expect(await refusalOf({ apiGroups: ['kubevirt.io/v1'] })).toBe(
      'apiGroups[0]: expected an API group such as subresources.kubevirt.io, without a version, got "kubevirt.io/v1".',
    )
  })

  test('name a verb that there is', async () => {
    expect(await refusalOf({ verbs: ['gett'] })).toBe(
      'verbs[0]: expected one of get, list, watch, create, update, patch, delete, deletecollection, *, use, impersonate, bind, escalate, approve, sign, got "gett". Did you mean "get"?',
    )
  })

  test('are held to the same in scenarios', async () => {
    const rules = [{ verbs: ['get'], resources: ['vmi'] }]
    const value = { users: { ci: { token: 't', rules } } }
    await expect(createVm({ scenario: 'minimal', set: [{ path: 'kubevirt', value }] })).rejects.toThrow(
      `kubevirt.users.ci.rules[0].resources[0]: ${EXPECTED}, got "vmi". Did you mean "virtualmachineinstances"?`,
    )
  })

  test('know everything that is served', () => {
    expect(Object.keys(SERVED_RESOURCES)).toEqual(resources.map(({ resource }) => resource))
    expect(SERVED_RESOURCES.virtualmachineinstances).toEqual(subresources.map(({ name }) => name))
    expect(SERVED_RESOURCES.virtualmachines).toEqual(machineActions)
  })
})
