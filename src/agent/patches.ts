/** What distributions have changed in the agent that they ship, by name: a version alone doesn't tell it. */
import type { Behaviour } from '../commands/behaviour.js'

interface Patch {
  /** One line, for the documentation. */
  readonly what: string
  readonly behaviour: Partial<Behaviour>
}

export const PATCHES = {
  'skips-bind-mounts': {
    what: 'a device that is mounted more than once counts once, as from 10.0 on (Red Hat since 9.1.0-8)',
    behaviour: { listsBindMounts: false },
  },
  'shutdown-by-poweroff': {
    what: 'guest-shutdown runs poweroff, halt or reboot where there is no shutdown (Alpine)',
    behaviour: { shutdownProgram: 'poweroff, halt or reboot' },
  },
} as const satisfies Readonly<Record<string, Patch>>

export type PatchName = keyof typeof PATCHES

export const PATCH_NAMES = Object.keys(PATCHES) as PatchName[]

/** The behaviour of a version with those patches. */
export function patched(behaviour: Behaviour, names: readonly PatchName[]): Behaviour {
  return names.length === 0 ? behaviour : Object.assign({}, behaviour, ...names.map(name => PATCHES[name].behaviour))
}
