/** The privileges of Proxmox VE: by what they are about, and by whose they are. */

export interface PrivilegeGroup {
  /** Of nobody but Administrator. */
  readonly root: readonly string[]
  readonly admin: readonly string[]
  readonly user: readonly string[]
  readonly audit: readonly string[]
}

/** In no group. */
export const PERMISSIONS_MODIFY = 'Permissions.Modify'

const VM_ADMIN = [
  'VM.Config.Disk',
  'VM.Config.CPU',
  'VM.Config.Memory',
  'VM.Config.Network',
  'VM.Config.HWType',
  'VM.Config.Options',
  'VM.Allocate',
  'VM.Clone',
  'VM.Migrate',
  'VM.Snapshot',
  'VM.Snapshot.Rollback',
]
const VM_USER = ['VM.Config.CDROM', 'VM.Config.Cloudinit', 'VM.Console', 'VM.Backup', 'VM.PowerMgmt']

const VM_OF_8: PrivilegeGroup = { root: [], admin: [...VM_ADMIN, 'VM.Monitor'], user: VM_USER, audit: ['VM.Audit'] }
const VM_OF_9: PrivilegeGroup = {
  root: [],
  admin: [...VM_ADMIN, 'VM.Replicate', 'VM.GuestAgent.Unrestricted'],
  user: [...VM_USER, 'VM.GuestAgent.FileRead', 'VM.GuestAgent.FileWrite', 'VM.GuestAgent.FileSystemMgmt'],
  audit: ['VM.Audit', 'VM.GuestAgent.Audit'],
}

const OTHERS = {
  Sys: {
    root: ['Sys.PowerMgmt', 'Sys.Modify', 'Sys.Incoming', 'Sys.AccessNetwork'],
    admin: ['Sys.Console', 'Sys.Syslog'],
    user: [],
    audit: ['Sys.Audit'],
  },
  Datastore: {
    root: [],
    admin: ['Datastore.Allocate', 'Datastore.AllocateTemplate'],
    user: ['Datastore.AllocateSpace'],
    audit: ['Datastore.Audit'],
  },
  SDN: { root: [], admin: ['SDN.Allocate'], user: ['SDN.Use'], audit: ['SDN.Audit'] },
  User: {
    root: ['Realm.Allocate'],
    admin: ['User.Modify', 'Group.Allocate', 'Realm.AllocateUser'],
    user: [],
    audit: [],
  },
  Pool: { root: [], admin: ['Pool.Allocate'], user: ['Pool.Audit'], audit: ['Pool.Audit'] },
  Mapping: { root: [], admin: ['Mapping.Modify'], user: ['Mapping.Use'], audit: ['Mapping.Audit'] },
} satisfies Record<string, PrivilegeGroup>

/** By the names that stand in those of roles: "VM" in PVEVMAdmin. @param major Of Proxmox VE: 8, 9. */
export function privilegeGroups(major: number): Readonly<Record<string, PrivilegeGroup>> {
  return { VM: major < 9 ? VM_OF_8 : VM_OF_9, ...OTHERS }
}

/** Sorted. */
export function allPrivileges(major: number): readonly string[] {
  const ofGroups = Object.values(privilegeGroups(major)).flatMap(({ root, admin, user, audit }) => [
    ...root,
    ...admin,
    ...user,
    ...audit,
  ])
  return [...new Set([...ofGroups, PERMISSIONS_MODIFY])].sort()
}

/** In any version. */
export function isPrivilege(name: string): boolean {
  return allPrivileges(8).includes(name) || allPrivileges(9).includes(name)
}
