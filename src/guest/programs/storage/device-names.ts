/** Names of block devices on command lines. */
import { type BlockDevice, blockDevices } from '../../block-devices.js'
import type { Guest } from '../../guest.js'
import { identify } from './identity.js'

/** By its path, or by UUID=, LABEL= or PARTUUID=; links in /dev are followed. */
export function findDevice(guest: Guest, text: string): BlockDevice | undefined {
  const all = blockDevices(guest.config.disks)
  const [key, value] = text.split('=', 2)
  if (key === 'UUID') return all.find(device => identify(guest, device).uuid === value)
  if (key === 'LABEL') return all.find(device => identify(guest, device).label === value)
  if (key === 'PARTUUID') return all.find(device => identify(guest, device).partUuid === value)
  if (!text.startsWith('/')) return undefined
  const path = guest.files.exists(text) ? guest.files.realpath(text) : text
  return all.find(({ name }) => `/dev/${name}` === path)
}
