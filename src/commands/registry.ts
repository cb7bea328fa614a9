/** All commands, in the order in which agent 2.11 registers them. Dispatch, guest-info, types and documentation come from here. */
import type { CommandDefinition } from './define.js'
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
import { guestGetFsinfo } from './guest-get-fsinfo.js'
import { guestGetHostName } from './guest-get-host-name.js'
import { guestGetMemoryBlockInfo } from './guest-get-memory-block-info.js'
import { guestGetMemoryBlocks } from './guest-get-memory-blocks.js'
import { guestGetOsinfo } from './guest-get-osinfo.js'
import { guestGetTime } from './guest-get-time.js'
import { guestGetTimezone } from './guest-get-timezone.js'
import { guestGetUsers } from './guest-get-users.js'
import { guestGetVcpus } from './guest-get-vcpus.js'
import { guestInfo } from './guest-info.js'
import { guestNetworkGetInterfaces } from './guest-network-get-interfaces.js'
import { guestPing } from './guest-ping.js'
import { guestSetMemoryBlocks } from './guest-set-memory-blocks.js'
import { guestSetTime } from './guest-set-time.js'
import { guestSetUserPassword } from './guest-set-user-password.js'
import { guestSetVcpus } from './guest-set-vcpus.js'
import { guestShutdown } from './guest-shutdown.js'
import { guestSuspendDisk } from './guest-suspend-disk.js'
import { guestSuspendHybrid } from './guest-suspend-hybrid.js'
import { guestSuspendRam } from './guest-suspend-ram.js'
import { guestSync } from './guest-sync.js'
import { guestSyncDelimited } from './guest-sync-delimited.js'

const all = [
  guestExec,
  guestExecStatus,
  guestFileClose,
  guestFileFlush,
  guestFileOpen,
  guestFileRead,
  guestFileSeek,
  guestFileWrite,
  guestFsfreezeFreeze,
  guestFsfreezeFreezeList,
  guestFsfreezeStatus,
  guestFsfreezeThaw,
  guestFstrim,
  guestGetFsinfo,
  guestGetHostName,
  guestGetMemoryBlockInfo,
  guestGetMemoryBlocks,
  guestGetOsinfo,
  guestGetTime,
  guestGetTimezone,
  guestGetUsers,
  guestGetVcpus,
  guestInfo,
  guestNetworkGetInterfaces,
  guestPing,
  guestSetMemoryBlocks,
  guestSetTime,
  guestSetUserPassword,
  guestSetVcpus,
  guestShutdown,
  guestSuspendDisk,
  guestSuspendHybrid,
  guestSuspendRam,
  guestSync,
  guestSyncDelimited,
] as const

type All = (typeof all)[number]

/** The names that `vm.call` takes. */
export type CommandName = All['name']
/** The command of that name, with its types. */
export type CommandOf<N extends CommandName> = Extract<All, { readonly name: N }>

export const commands: readonly CommandDefinition[] = all as readonly unknown[] as readonly CommandDefinition[]

const byName = new Map(commands.map(command => [command.name, command]))

export function findCommand(name: string): CommandDefinition | undefined {
  return byName.get(name)
}
