import { expect, test } from 'vitest'
import { builtInRoles } from '../../src/scenario/proxmox-roles.js'

const NAMES = [
  'Administrator',
  'NoAccess',
  'PVEAdmin',
  'PVEAuditor',
  'PVEDatastoreAdmin',
  'PVEDatastoreUser',
  'PVEMappingAdmin',
  'PVEMappingUser',
  'PVEPoolAdmin',
  'PVEPoolUser',
  'PVESDNAdmin',
  'PVESDNUser',
  'PVESysAdmin',
  'PVETemplateUser',
  'PVEUserAdmin',
  'PVEVMAdmin',
  'PVEVMUser',
]

test.each([8, 9])('Proxmox VE %i has these roles', major => {
  expect([...builtInRoles(major).keys()]).toEqual(NAMES)
})

const VM_USER = ['VM.Audit', 'VM.Backup', 'VM.Config.CDROM', 'VM.Config.Cloudinit', 'VM.Console', 'VM.PowerMgmt']

test.each<[number, string, string[]]>([
  [8, 'PVEVMUser', VM_USER],
  [
    9,
    'PVEVMUser',
    [
      ...VM_USER,
      'VM.GuestAgent.Audit',
      'VM.GuestAgent.FileRead',
      'VM.GuestAgent.FileSystemMgmt',
      'VM.GuestAgent.FileWrite',
    ],
  ],
  [8, 'PVEAuditor', ['Datastore.Audit', 'Mapping.Audit', 'Pool.Audit', 'SDN.Audit', 'Sys.Audit', 'VM.Audit']],
  [8, 'PVESysAdmin', ['Sys.Audit', 'Sys.Console', 'Sys.Syslog']],
  [9, 'PVETemplateUser', ['VM.Audit', 'VM.Clone']],
  [9, 'NoAccess', []],
])('Proxmox VE %i: %s', (major, role, privileges) => {
  expect([...(builtInRoles(major).get(role) ?? [])].sort()).toEqual(privileges.sort())
})

test('one privilege for the agent became five', () => {
  const agents = (major: number, role: string) =>
    [...(builtInRoles(major).get(role) ?? [])].filter(name => /VM\.(Monitor|GuestAgent)/.test(name)).sort()
  expect(agents(8, 'PVEVMAdmin')).toEqual(['VM.Monitor'])
  expect(agents(9, 'PVEVMAdmin')).toEqual([
    'VM.GuestAgent.Audit',
    'VM.GuestAgent.FileRead',
    'VM.GuestAgent.FileSystemMgmt',
    'VM.GuestAgent.FileWrite',
    'VM.GuestAgent.Unrestricted',
  ])
  expect(agents(9, 'Administrator')).toEqual(agents(9, 'PVEVMAdmin'))
})

test('who administers all but the cluster itself maps no hardware', () => {
  const roles = builtInRoles(9)
  expect(roles.get('Administrator')).toContain('Mapping.Modify')
  expect(roles.get('PVEAdmin')).not.toContain('Mapping.Modify')
  expect(roles.get('PVEAdmin')).not.toContain('Sys.Modify')
  expect(roles.get('PVEMappingAdmin')).toContain('Mapping.Modify')
})
