import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { layerOfText } from '../../src/scenario/layer.js'
import { load, refusal } from './vocabulary.js'

const SECRET = '6f5a7e5e-7a3c-4b0f-9d2e-3c1b2a190807'

test('what platforms know of a VM is part of its scenario', () => {
  const proxmox = {
    ...{ vmid: 101, node: 'pve2', name: 'web-1', agent: false, version: '8.4.1' },
    users: {
      'root@pam': {
        password: 'secret',
        rights: { '/': 'Administrator', '/vms/101': ['VM.Audit', 'VM.PowerMgmt'] },
        tokens: { ci: { secret: SECRET, rights: { '/vms': 'PVEAuditor' } } },
      },
    },
  }
  const kubevirt = {
    ...{ namespace: 'shop', name: 'web-1', node: 'node02', version: 'v1.5.0' },
    labels: { app: 'web', 'example.com/tier': '', 'kubevirt.io/os': 'Debian_12' },
    users: {
      'system:serviceaccount:shop:backup': {
        token: 'abc.def',
        rules: [{ verbs: ['update'], resources: ['*'], resourceNames: ['web-1'], namespaces: ['shop'] }],
      },
    },
  }
  const { document } = load({ extends: 'minimal', proxmox, kubevirt })
  expect(document).toMatchObject({ proxmox, kubevirt })
})

test('null takes away a user, a token, a right and a label of the parent', () => {
  const parent = {
    proxmox: {
      users: {
        'root@pam': { password: 'a', rights: { '/': 'Administrator', '/vms': 'PVEAuditor' } },
        'ops@pve': { password: 'b', tokens: { ci: { secret: SECRET } } },
      },
    },
    kubevirt: { labels: { app: 'web', tier: 'front' } },
  }
  const set = [
    { path: 'proxmox.users', value: { 'root@pam': { rights: { '/': null } }, 'ops@pve': { tokens: { ci: null } } } },
    { path: 'kubevirt.labels.tier', value: null },
  ]
  const { document } = load(parent, set)
  expect(document).toEqual({
    proxmox: {
      users: {
        'root@pam': { password: 'a', rights: { '/vms': 'PVEAuditor' } },
        'ops@pve': { password: 'b', tokens: {} },
      },
    },
    kubevirt: { labels: { app: 'web' } },
  })
})

describe('what is wrong is told', () => {
  const VERSION = 'expected a version of Proxmox VE from 8.0 on, such as 8.4.1'
  const QUOTES = `In quotes: "9.0"; on the command line '"9.0"'.`
  const TOKEN = 'the name of a token such as ci: two characters at least, a letter first'
  const PATH = 'a path of rights such as /, /vms/100 or /nodes/pve'
  test.each([
    ['proxmox: { vmid: 99 }', '1:18  proxmox.vmid: expected a VMID from 100 to 999999999, got 99.'],
    ['proxmox: { vmId: 100 }', '1:12  proxmox.vmId: expected a known key, got "vmId". Did you mean "vmid"?'],
    ['proxmox: { node: pve_1 }', '1:18  proxmox.node: expected the name of a node such as pve, got "pve_1".'],
    ['proxmox: { name: "web 1" }', '1:18  proxmox.name: expected a DNS name such as web-1, got "web 1".'],
    ['proxmox: { agent: 1 }', '1:19  proxmox.agent: expected true or false, got 1.'],
    ['proxmox: { version: 9.0 }', `1:21  proxmox.version: ${VERSION}, got 9. ${QUOTES}`],
    ['proxmox: { version: 9.1 }', `1:21  proxmox.version: ${VERSION}, got 9.1. ${QUOTES.replaceAll('9.0', '9.1')}`],
    ['proxmox: { version: "7.4" }', `1:21  proxmox.version: ${VERSION}, got "7.4".`],
    [
      'proxmox: { users: { root: {} } }',
      '1:21  proxmox.users.root: expected a user with a realm such as root@pam, got "root".',
    ],
    [
      'proxmox: { users: { root@pam: { tokens: { ci: {} } } } }',
      '1:47  proxmox.users["root@pam"].tokens.ci.secret: expected a UUID, got nothing.',
    ],
    [
      `proxmox: { users: { root@pam: { tokens: { c: { secret: ${SECRET} } } } } }`,
      `1:43  proxmox.users["root@pam"].tokens.c: expected ${TOKEN}, got "c".`,
    ],
    [
      'proxmox: { users: { root@pam: { rights: { vms: PVEAdmin } } } }',
      `1:43  proxmox.users["root@pam"].rights.vms: expected ${PATH}, got "vms".`,
    ],
    [
      'proxmox: { users: { root@pam: { rights: { /vms: 1 } } } }',
      '1:49  proxmox.users["root@pam"].rights["/vms"]: expected a role such as PVEVMUser, or a list of privileges ' +
        'such as [VM.Audit], got 1.',
    ],
    [
      'proxmox: { users: { root@pam: { rights: { /vm/100: PVEAdmin } } } }',
      `1:43  proxmox.users["root@pam"].rights["/vm/100"]: expected ${PATH}, got "/vm/100".`,
    ],
    [
      'proxmox: { users: { root@pam: { rights: { /vms/abc: PVEAdmin } } } }',
      `1:43  proxmox.users["root@pam"].rights["/vms/abc"]: expected ${PATH}, got "/vms/abc".`,
    ],
    [
      'proxmox: { users: { root@pam: { password: "" } } }',
      '1:43  proxmox.users["root@pam"].password: expected a password: one character at least, got "".',
    ],
    ['kubevirt: { name: Web }', '1:19  kubevirt.name: expected a name in lower case such as web-1, got "Web".'],
    [
      'kubevirt: { version: 1.6.2 }',
      '1:22  kubevirt.version: expected a version of KubeVirt such as v1.6.2, got "1.6.2".',
    ],
    ['kubevirt: { label: {} }', '1:13  kubevirt.label: expected a known key, got "label". Did you mean "labels"?'],
    [
      'kubevirt: { users: { ci: { token: a, rules: [{ verbs: get, resources: ["*"] }] } } }',
      '1:55  kubevirt.users.ci.rules[0].verbs: expected a list such as [get, list], got "get".',
    ],
    [
      'kubevirt: { users: { ci: { token: a }, ops: { token: a } } }',
      '1:20  kubevirt.users: expected a token of its own for each user, got one that two of them have.',
    ],
    [
      'kubevirt: { labels: { app: "a b" } }',
      '1:28  kubevirt.labels.app: expected the value of a label: at most 63 letters, digits, dots, dashes and ' +
        'underscores, got "a b".',
    ],
  ])('%s', (text, message) => {
    expect(refusal(() => layerOfText(text, 'demo.yaml'))).toBe(`demo.yaml:${message}`)
  })
})

describe('roles and privileges that the version does not have are told, where they stand', () => {
  const has = (major: number) =>
    `expected a role such as PVEVMUser, or privileges such as VM.Audit, that Proxmox VE ${major} has`
  const rightsOf = (rights: string, version = '9.0.3') =>
    `proxmox:\n  version: ${version}\n  users:\n    ci@pve:\n      rights: ${rights}\n`

  test.each([
    [rightsOf('{ /vms: PVEBoss }'), '5:23  proxmox.users["ci@pve"].rights["/vms"]', 9, '"PVEBoss".'],
    [
      rightsOf('{ /vms: [VM.Audit, VM.GuestAgent.FileRead] }', '8.4.1'),
      '5:34  proxmox.users["ci@pve"].rights["/vms"][1]',
      8,
      '"VM.GuestAgent.FileRead".',
    ],
    [rightsOf('{ /vms: [VM.Monitor] }'), '5:24  proxmox.users["ci@pve"].rights["/vms"][0]', 9, '"VM.Monitor".'],
    [
      rightsOf('{ /: PVEAudito }'),
      '5:20  proxmox.users["ci@pve"].rights["/"]',
      9,
      '"PVEAudito". Did you mean "PVEAuditor"?',
    ],
    [
      `proxmox: { users: { ci@pve: { tokens: { ci: { secret: ${SECRET}, rights: { /: PVEBoss } } } } } }`,
      '1:106  proxmox.users["ci@pve"].tokens.ci.rights["/"]',
      9,
      '"PVEBoss".',
    ],
  ])('%s', (text, where, major, got) => {
    const folder = mkdtempSync(join(tmpdir(), 'mockvm-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'demo.yaml')
    writeFileSync(file, text)
    expect(refusal(() => load(file))).toBe(`${file}:${where}: ${has(major)}, got ${got}`)
  })

  test('in an override too', () => {
    const users = { 'ci@pve': { rights: { '/vms': 'PVEBoss' } } }
    expect(refusal(() => load('minimal', [{ path: 'proxmox.users', value: users }]))).toBe(
      `--set  proxmox.users["ci@pve"].rights["/vms"]: ${has(9)}, got "PVEBoss".`,
    )
  })
})
