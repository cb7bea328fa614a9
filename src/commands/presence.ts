/**
 * Which agents have a command, beyond the version that brought it: agents for another system have some that they can't
 * do. Up to 9.0 those are listed all the same, as disabled or as commands that always fail; later ones leave them out.
 */
import type { Family } from '../guest/config.js'
import { has } from '../qapi/version.js'

/** `unsupported`: it is enabled, and all it ever answers is that it is not supported. */
export type Presence = 'enabled' | 'disabled' | 'unsupported' | 'absent'

/** From that version on, until the next. Before the first: as from the version that brought the command. */
type Steps = readonly (readonly [since: string, presence: Presence])[]

const OLDEST = '2.11'

const DISABLED: Steps = [
  [OLDEST, 'disabled'],
  ['9.1', 'absent'],
]
const UNSUPPORTED: Steps = [
  ['2.11', 'unsupported'],
  ['9.1', 'absent'],
]

const EXCEPTIONS: Readonly<Record<Family, Readonly<Record<string, Steps>>>> = {
  linux: { 'guest-get-devices': DISABLED },
  windows: {
    'guest-suspend-hybrid': DISABLED,
    'guest-set-vcpus': DISABLED,
    'guest-get-memory-blocks': DISABLED,
    'guest-set-memory-blocks': DISABLED,
    'guest-get-memory-block-info': [
      ['2.11', 'unsupported'],
      ['5.2', 'disabled'],
      ['9.1', 'absent'],
    ],
    'guest-fsfreeze-freeze-list': [
      ['2.11', 'disabled'],
      ['5.2', 'enabled'],
    ],
    'guest-get-diskstats': UNSUPPORTED,
    'guest-get-cpustats': UNSUPPORTED,
    'guest-ssh-get-authorized-keys': [
      ['5.2', 'absent'],
      ['9.1', 'enabled'],
    ],
    'guest-ssh-add-authorized-keys': [
      ['5.2', 'absent'],
      ['9.1', 'enabled'],
    ],
    'guest-ssh-remove-authorized-keys': [
      ['5.2', 'absent'],
      ['9.1', 'enabled'],
    ],
    'guest-network-get-route': [
      ['9.1', 'absent'],
      ['11.0', 'enabled'],
    ],
  },
  freebsd: {
    'guest-suspend-disk': DISABLED,
    'guest-suspend-ram': DISABLED,
    'guest-suspend-hybrid': DISABLED,
    'guest-get-vcpus': DISABLED,
    'guest-set-vcpus': DISABLED,
    'guest-get-memory-blocks': DISABLED,
    'guest-set-memory-blocks': DISABLED,
    'guest-get-memory-block-info': DISABLED,
    'guest-fstrim': DISABLED,
    'guest-get-devices': DISABLED,
    'guest-get-fsinfo': UNSUPPORTED,
    'guest-get-disks': UNSUPPORTED,
    'guest-get-diskstats': UNSUPPORTED,
    'guest-get-cpustats': UNSUPPORTED,
    'guest-network-get-route': [['9.1', 'absent']],
  },
}

/** `since`: the version that brought the command. */
export function presenceOf(name: string, since: string, family: Family, version: string): Presence {
  if (!has(version, since)) return 'absent'
  const step = EXCEPTIONS[family][name]?.findLast(([from]) => has(version, from))
  return step?.[1] ?? 'enabled'
}

/** What it is with the first version that has it, if not with the oldest agent, and then from which version on it is what. */
export function presenceSteps(name: string, since: string, family: Family): Steps {
  const first = has(OLDEST, since) ? OLDEST : since
  const changes = (EXCEPTIONS[family][name] ?? []).filter(([from]) => !has(first, from))
  return [[first, presenceOf(name, since, family, first)], ...changes]
}
