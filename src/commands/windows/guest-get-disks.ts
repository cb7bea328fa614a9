import { elsewhere } from '../define.js'
import { guestGetDisks } from '../guest-get-disks.js'
import { onWindows } from './behaviour.js'
import { diskAddress } from './disk-address.js'

const DEVICES = '\\\\.\\'

/** Disks alone: neither partitions nor CD-ROMs. */
export const guestGetDisksOnWindows = elsewhere(guestGetDisks, context => {
  const { guest, agent } = context
  const { behaviour } = onWindows(context)
  return guest.config.disks
    .filter(({ name }) => name.startsWith('PhysicalDrive'))
    .map(disk => {
      const name = DEVICES + disk.name
      return { name, partition: false, address: diskAddress(disk, name, agent.behaviour, behaviour) }
    })
    .toReversed()
})
