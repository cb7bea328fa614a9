import type { Guest } from '../../../guest.js'

/** What stands above a listing. The serial number is made of the seed. */
export function volumeLines(guest: Guest, path: string): readonly string[] {
  const drive = path.slice(0, 1).toUpperCase()
  const volume = guest.windows?.volumes.find(it => it.path === `${drive}:\\`)
  const label = volume?.label ?? ''
  const serial = Buffer.from(guest.randomBytes(`volume-serial/${volume?.name ?? drive}`, 4))
    .toString('hex')
    .toUpperCase()
  return [
    ` Volume in drive ${drive} ${label === '' ? 'has no label.' : `is ${label}`}`,
    ` Volume Serial Number is ${serial.slice(0, 4)}-${serial.slice(4)}`,
  ]
}
