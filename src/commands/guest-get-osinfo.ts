import { Errno } from '../guest/errno.js'
import type { Guest } from '../guest/guest.js'
import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { parseOsRelease } from './os-release.js'

const GuestOSInfo = q.struct('GuestOSInfo', {
  'kernel-release': q.optional(q.doc('as uname(2) gives it', q.str)),
  'kernel-version': q.optional(q.doc('as uname(2) gives it', q.str)),
  machine: q.optional(q.doc('as uname(2) gives it', q.str)),
  id: q.optional(q.doc('ID of os-release(5), and so on', q.str)),
  name: q.optional(q.str),
  'pretty-name': q.optional(q.str),
  version: q.optional(q.str),
  'version-id': q.optional(q.str),
  variant: q.optional(q.str),
  'variant-id': q.optional(q.str),
})

export const guestGetOsinfo = defineCommand({
  name: 'guest-get-osinfo',
  since: '2.10',
  doc: "The guest's operating system.",
  returns: GuestOSInfo,
  run({ guest, agent }) {
    const { release, version, machine } = guest.config.kernel
    const os = readOsRelease(guest, agent.env.QGA_OS_RELEASE)
    return {
      'kernel-release': release,
      'kernel-version': version,
      machine,
      id: os.get('ID'),
      name: os.get('NAME'),
      'pretty-name': os.get('PRETTY_NAME'),
      version: os.get('VERSION'),
      'version-id': os.get('VERSION_ID'),
      variant: os.get('VARIANT'),
      'variant-id': os.get('VARIANT_ID'),
    }
  },
})

/** Where a variable of the environment doesn't say otherwise. */
const PATHS = ['/etc/os-release', '/usr/lib/os-release']

function readOsRelease(guest: Guest, path: string | undefined): ReadonlyMap<string, string> {
  for (const candidate of path === undefined ? PATHS : [path]) {
    try {
      return parseOsRelease(guest.files.readFile(candidate))
    } catch (error) {
      if (!(error instanceof Errno)) throw error
    }
  }
  return new Map()
}
