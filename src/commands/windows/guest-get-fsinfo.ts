import type { Volume } from '../../guest/windows/volumes.js'
import type { CommandContext } from '../define.js'
import { elsewhere } from '../define.js'
import type { DiskAddress } from '../disk-address.js'
import { guestGetFsinfo } from '../guest-get-fsinfo.js'
import { onWindows } from './behaviour.js'
import { diskAddress, driveAddress } from './disk-address.js'
import { isVssThere } from './fsfreeze.js'

/** What it calls every volume that is mounted nowhere. */
const NOWHERE = 'System Reserved'

/** Empty drives are passed over. What stands first in Windows comes last. */
export const guestGetFsinfoOnWindows = elsewhere(
  guestGetFsinfo,
  context =>
    onWindows(context)
      .windows.volumes.flatMap(volume => describe(context, volume))
      .toReversed(),
  { isPossibleIn: isVssThere },
)

function describe(context: CommandContext, volume: Volume) {
  const { windows, behaviour } = onWindows(context)
  const { name, path, fileSystem } = volume
  if (fileSystem === undefined) return []
  const isTold = path !== undefined || behaviour.tellsBytesOf === 'all volumes'
  const { used, total } = windows.space(volume)
  return [
    {
      name,
      mountpoint: path ?? NOWHERE,
      type: fileSystem,
      ...(isTold && { 'used-bytes': used, 'total-bytes': total }),
      disk: addresses(context, volume),
    },
  ]
}

/** An entry an extent, the last one first. */
function addresses(context: CommandContext, { name, kind, disks }: Volume): DiskAddress[] {
  const { behaviour } = onWindows(context)
  const common = [context.agent.behaviour, behaviour] as const
  if (kind === 'cdrom') return disks.map(disk => driveAddress(disk, name.slice(0, -1), ...common))
  return disks.map(disk => diskAddress(disk, `\\\\.\\${disk.name}`, ...common)).toReversed()
}
