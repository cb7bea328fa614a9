import { elsewhere } from '../define.js'
import { guestGetOsinfo } from '../guest-get-osinfo.js'
import { onWindows } from './behaviour.js'
import { osNameOf } from './os-name.js'

/** The agent knows these, and calls everything else "unknown": ARM64 too. */
const MACHINES = ['x86_64', 'x86', 'arm', 'ia64']

export const guestGetOsinfoOnWindows = elsewhere(guestGetOsinfo, context => {
  const { windows, behaviour } = onWindows(context)
  const { build, version, variant, product, machine } = windows.config
  const { name, id } = osNameOf(windows.config, behaviour)
  return {
    'kernel-release': String(build),
    'kernel-version': version,
    machine: MACHINES.includes(machine) ? machine : 'unknown',
    id: 'mswindows',
    name: 'Microsoft Windows',
    'pretty-name': product,
    version: name,
    ...(id !== undefined && { 'version-id': id }),
    variant,
    'variant-id': variant,
  }
})
