/** What an agent on Windows has in place of commands that do something else there. */
import type { CommandDefinition } from '../define.js'
import { guestExecOnWindows } from './guest-exec.js'
import { guestExecStatusOnWindows } from './guest-exec-status.js'
import { guestFileCloseOnWindows } from './guest-file-close.js'
import { guestFileFlushOnWindows } from './guest-file-flush.js'
import { guestFileOpenOnWindows } from './guest-file-open.js'
import { guestFileReadOnWindows } from './guest-file-read.js'
import { guestFileSeekOnWindows } from './guest-file-seek.js'
import { guestFileWriteOnWindows } from './guest-file-write.js'
import { guestFsfreezeFreezeOnWindows } from './guest-fsfreeze-freeze.js'
import { guestFsfreezeFreezeListOnWindows } from './guest-fsfreeze-freeze-list.js'
import { guestFsfreezeStatusOnWindows } from './guest-fsfreeze-status.js'
import { guestFsfreezeThawOnWindows } from './guest-fsfreeze-thaw.js'
import { guestFstrimOnWindows } from './guest-fstrim.js'
import { guestGetDevicesOnWindows } from './guest-get-devices.js'
import { guestGetDisksOnWindows } from './guest-get-disks.js'
import { guestGetFsinfoOnWindows } from './guest-get-fsinfo.js'
import { guestGetHostNameOnWindows } from './guest-get-host-name.js'
import { guestGetLoadOnWindows } from './guest-get-load.js'
import { guestGetOsinfoOnWindows } from './guest-get-osinfo.js'
import { guestGetTimeOnWindows } from './guest-get-time.js'
import { guestGetTimezoneOnWindows } from './guest-get-timezone.js'
import { guestGetUsersOnWindows } from './guest-get-users.js'
import { guestGetVcpusOnWindows } from './guest-get-vcpus.js'
import { guestNetworkGetInterfacesOnWindows } from './guest-network-get-interfaces.js'
import { guestNetworkGetRouteOnWindows } from './guest-network-get-route.js'
import { guestSetTimeOnWindows } from './guest-set-time.js'
import { guestSetUserPasswordOnWindows } from './guest-set-user-password.js'
import { guestShutdownOnWindows } from './guest-shutdown.js'
import { guestSshAddAuthorizedKeysOnWindows } from './guest-ssh-add-authorized-keys.js'
import { guestSshGetAuthorizedKeysOnWindows } from './guest-ssh-get-authorized-keys.js'
import { guestSshRemoveAuthorizedKeysOnWindows } from './guest-ssh-remove-authorized-keys.js'
import { guestSuspendDiskOnWindows } from './guest-suspend-disk.js'
import { guestSuspendRamOnWindows } from './guest-suspend-ram.js'

export const windowsCommands: readonly CommandDefinition[] = [
  guestGetTimeOnWindows,
  guestSetTimeOnWindows,
  guestShutdownOnWindows,
  guestFileOpenOnWindows,
  guestFileCloseOnWindows,
  guestFileReadOnWindows,
  guestFileWriteOnWindows,
  guestFileSeekOnWindows,
  guestFileFlushOnWindows,
  guestFsfreezeStatusOnWindows,
  guestFsfreezeFreezeOnWindows,
  guestFsfreezeFreezeListOnWindows,
  guestFsfreezeThawOnWindows,
  guestFstrimOnWindows,
  guestSuspendDiskOnWindows,
  guestSuspendRamOnWindows,
  guestNetworkGetInterfacesOnWindows,
  guestGetVcpusOnWindows,
  guestGetDisksOnWindows,
  guestGetFsinfoOnWindows,
  guestSetUserPasswordOnWindows,
  guestExecStatusOnWindows,
  guestExecOnWindows,
  guestGetHostNameOnWindows,
  guestGetUsersOnWindows,
  guestGetTimezoneOnWindows,
  guestGetOsinfoOnWindows,
  guestGetDevicesOnWindows,
  guestSshGetAuthorizedKeysOnWindows,
  guestSshAddAuthorizedKeysOnWindows,
  guestSshRemoveAuthorizedKeysOnWindows,
  guestGetLoadOnWindows,
  guestNetworkGetRouteOnWindows,
]
