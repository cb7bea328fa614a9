/** A guest with programs that tests write. */
import type { GuestConfig } from '../../../src/guest/config.js'
import type { Guest } from '../../../src/guest/guest.js'
import type { Body } from '../../../src/guest/tasks/stream.js'
import { programGuest } from '../programs/guest.js'

/** `/bin/NAME` of each does what its body does. */
export function bodyGuest(programs: Readonly<Record<string, Body>>, changes: Partial<GuestConfig> = {}): Guest {
  const paths = Object.keys(programs).map(name => `/bin/${name}`)
  const guest = programGuest({ ...changes, builtins: [...paths, ...(changes.builtins ?? [])] })
  Object.assign(guest, { system: { ...guest.system, bodies: new Map(Object.entries(programs)) } })
  return guest
}
