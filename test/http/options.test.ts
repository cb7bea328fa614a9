import { afterEach, describe, expect, test } from 'vitest'
import {
  checkKubevirtMember,
  checkKubevirtOptions,
  checkProxmoxMember,
  checkProxmoxOptions,
  kubevirtSettings,
  proxmoxSettings,
} from '../../src/http/options.js'
import { createVm, type Vm } from '../../src/vm.js'
import { refusal } from '../scenario/vocabulary.js'

const vms: Vm[] = []
afterEach(async () => {
  for (const vm of vms.splice(0)) await vm.close()
})

test('the settings of a VM are those of its scenario', async () => {
  const vm = await createVm({ scenario: { proxmox: { vmid: 105, agent: false }, kubevirt: { namespace: 'shop' } } })
  vms.push(vm)
  expect(proxmoxSettings(vm)).toEqual({ vmid: 105, agent: false })
  expect(kubevirtSettings(vm)).toEqual({ namespace: 'shop' })
})

test('a scenario that says nothing of platforms has no settings', async () => {
  const vm = await createVm({ scenario: 'minimal' })
  vms.push(vm)
  expect(proxmoxSettings(vm)).toEqual({})
  expect(kubevirtSettings(vm)).toEqual({})
})

test('right options pass, undefined ones among them', () => {
  checkProxmoxOptions({})
  checkProxmoxOptions({ version: undefined, users: undefined, origin: 'https://pve.example:8006' })
  checkProxmoxOptions({ version: '8.4', users: { 'root@pam': { password: undefined } } })
  checkKubevirtOptions({ version: 'v1.6.2', users: { ci: { token: 'a', rules: [] } } })
})

describe('an option that is wrong is named', () => {
  test.each([
    [{ versoin: '9.0' }, 'versoin: expected a known key, got "versoin". Did you mean "version"?'],
    [{ users: { 'root@pam': null } }, 'users["root@pam"]: expected a map with password, rights, tokens, got null.'],
    [{ users: [] }, 'users: expected a map of users such as root@pam, got an empty list.'],
    [
      { version: 9, users: { root: {} } },
      'version: expected a version of Proxmox VE from 8.0 on, such as 8.4.1, got 9. ' +
        `In quotes: "9.0"; on the command line '"9.0"'.\n` +
        'proxmoxHandlers: users.root: expected a user with a realm such as root@pam, got "root".',
    ],
  ])('%j', (options, message) => {
    expect(refusal(() => checkProxmoxOptions(options))).toBe(`proxmoxHandlers: ${message}`)
    expect(() => checkProxmoxOptions(options)).toThrow(TypeError)
  })

  test('options that are none', () => {
    expect(refusal(() => checkProxmoxOptions(null))).toBe(
      'proxmoxHandlers: expected an object with version, users, got null.',
    )
    expect(refusal(() => checkKubevirtOptions('v1.6.2'))).toBe(
      'kubevirtHandlers: expected an object with version, users, got "v1.6.2".',
    )
  })
})

describe('members of a fleet', () => {
  test('the key of Proxmox VE is the VMID', () => {
    expect(checkProxmoxMember('100', { node: 'pve2' })).toBe(100)
    expect(checkProxmoxMember('999999999', {})).toBe(999_999_999)
  })

  test.each(['99', '0100', '1000000000', 'web', '100.5', ''])('%j is no VMID', id => {
    expect(refusal(() => checkProxmoxMember(id, {}))).toBe(
      `proxmoxHandlers: expected a VMID from 100 to 999999999, got ${JSON.stringify(id)}`,
    )
  })

  test('what is said of the VM is checked', () => {
    expect(refusal(() => checkProxmoxMember('100', { nod: 'pve2' }))).toBe(
      'proxmoxHandlers: 100: nod: expected a known key, got "nod". Did you mean "node"?',
    )
    expect(refusal(() => checkKubevirtMember('shop/web', { labels: { app: 1 } }))).toBe(
      'kubevirtHandlers: shop/web: labels.app: expected the value of a label: at most 63 letters, digits, dots, ' +
        'dashes and underscores, got 1.',
    )
  })

  test('the key of KubeVirt is a name, with its namespace or without', () => {
    expect(checkKubevirtMember('web', {})).toEqual({ namespace: 'default', name: 'web' })
    expect(checkKubevirtMember('shop/web', {})).toEqual({ namespace: 'shop', name: 'web' })
  })

  test.each(['a/b/c', '/web', 'shop/', 'Web', ''])('%j is no place', id => {
    expect(refusal(() => checkKubevirtMember(id, {}))).toBe(
      `kubevirtHandlers: expected the name of a VM in lower case, or "namespace/name", got ${JSON.stringify(id)}`,
    )
  })
})
