/**
 * All commands, in the order of the schema, which is that in which agents register them. Dispatch, guest-info, types and
 * documentation come from here.
 */
import type { Family } from '../guest/config.js'
import type { CommandDefinition } from './define.js'
import { freebsdCommands } from './freebsd/commands.js'
import { guestExec } from './guest-exec.js'
import { guestExecStatus } from './guest-exec-status.js'
import { guestFileClose } from './guest-file-close.js'
import { guestFileFlush } from './guest-file-flush.js'
import { guestFileOpen } from './guest-file-open.js'
import { guestFileRead } from './guest-file-read.js'
import { guestFileSeek } from './guest-file-seek.js'
import { guestFileWrite } from './guest-file-write.js'
import { guestFsfreezeFreeze } from './guest-fsfreeze-freeze.js'
import { guestFsfreezeFreezeList } from './guest-fsfreeze-freeze-list.js'
import { guestFsfreezeStatus } from './guest-fsfreeze-status.js'
import { guestFsfreezeThaw } from './guest-fsfreeze-thaw.js'
import { guestFstrim } from './guest-fstrim.js'
import { guestGetCpustats } from './guest-get-cpustats.js'
import { guestGetDevices } from './guest-get-devices.js'
import { guestGetDisks } from './guest-get-disks.js'
import { guestGetDiskstats } from './guest-get-diskstats.js'
import { guestGetFsinfo } from './guest-get-fsinfo.js'
import { guestGetHostName } from './guest-get-host-name.js'
import { guestGetLoad } from './guest-get-load.js'
import { guestGetMemoryBlockInfo } from './guest-get-memory-block-info.js'
import { guestGetMemoryBlocks } from './guest-get-memory-blocks.js'
import { guestGetOsinfo } from './guest-get-osinfo.js'
import { guestGetTime } from './guest-get-time.js'
import { guestGetTimezone } from './guest-get-timezone.js'
import { guestGetUsers } from './guest-get-users.js'
import { guestGetVcpus } from './guest-get-vcpus.js'
import { guestInfo } from './guest-info.js'
import { guestNetworkGetInterfaces } from './guest-network-get-interfaces.js'
import { guestNetworkGetRoute } from './guest-network-get-route.js'
import { guestPing } from './guest-ping.js'
import { guestSetMemoryBlocks } from './guest-set-memory-blocks.js'
import { guestSetTime } from './guest-set-time.js'
import { guestSetUserPassword } from './guest-set-user-password.js'
import { guestSetVcpus } from './guest-set-vcpus.js'
import { guestShutdown } from './guest-shutdown.js'
import { guestSshAddAuthorizedKeys } from './guest-ssh-add-authorized-keys.js'
import { guestSshGetAuthorizedKeys } from './guest-ssh-get-authorized-keys.js'
import { guestSshRemoveAuthorizedKeys } from './guest-ssh-remove-authorized-keys.js'
import { guestSuspendDisk } from './guest-suspend-disk.js'
import { guestSuspendHybrid } from './guest-suspend-hybrid.js'
import { guestSuspendRam } from './guest-suspend-ram.js'
import { guestSync } from './guest-sync.js'
import { guestSyncDelimited } from './guest-sync-delimited.js'
import { windowsCommands } from './windows/commands.js'

const all = [
  guestSyncDelimited,
  guestSync,
  guestPing,
  guestGetTime,
  guestSetTime,
  guestInfo,
  guestShutdown,
  guestFileOpen,
  guestFileClose,
  guestFileRead,
  guestFileWrite,
  guestFileSeek,
  guestFileFlush,
  guestFsfreezeStatus,
  guestFsfreezeFreeze,
  guestFsfreezeFreezeList,
  guestFsfreezeThaw,
  guestFstrim,
  guestSuspendDisk,
  guestSuspendRam,
  guestSuspendHybrid,
  guestNetworkGetInterfaces,
  guestGetVcpus,
  guestSetVcpus,
  guestGetDisks,
  guestGetFsinfo,
  guestSetUserPassword,
  guestGetMemoryBlocks,
  guestSetMemoryBlocks,
  guestGetMemoryBlockInfo,
  guestExecStatus,
  guestExec,
  guestGetHostName,
  guestGetUsers,
  guestGetTimezone,
  guestGetOsinfo,
  guestGetDevices,
  guestSshGetAuthorizedKeys,
  guestSshAddAuthorizedKeys,
  guestSshRemoveAuthorizedKeys,
  guestGetDiskstats,
  guestGetCpustats,
  guestGetLoad,
  guestNetworkGetRoute,
] as const

type All = (typeof all)[number]

/** The names that `vm.call` takes. */
export type CommandName = All['name']
/** The command of that name, with its types. */
export type CommandOf<N extends CommandName> = Extract<All, { readonly name: N }>

export const commands: readonly CommandDefinition[] = all as readonly unknown[] as readonly CommandDefinition[]

const byName = new Map(commands.map(command => [command.name, command]))

/** What an agent that was built for that system has in place of commands that do something else there. */
const ELSEWHERE: Readonly<Record<Family, readonly CommandDefinition[]>> = {
  linux: [],
  windows: windowsCommands,
  freebsd: freebsdCommands,
}

/** The commands of agents for that system, in the order of the schema. */
export function commandsOf(family: Family): readonly CommandDefinition[] {
  const others = new Map(ELSEWHERE[family].map(command => [command.name, command]))
  return commands.map(command => others.get(command.name) ?? command)
}

export function findCommand(name: string): CommandDefinition | undefined {
  return byName.get(name)
}
