/** The platforms that --http serves, and --platform names. */
import { InvalidArgumentError, Option } from 'commander'
import { placeOf as kubevirtPlaceOf } from '../../http/kubevirt/place.js'
import { kubevirtSettings, proxmoxSettings } from '../../http/options.js'
import { placeOf as proxmoxPlaceOf } from '../../http/proxmox/place.js'
import type { Vm } from '../../vm.js'

interface PlatformWords {
  readonly title: string
  /** Asks for the guest's operating system. */
  examplePath(vm: Vm): string
  /** Whether the scenario says who may ask. */
  hasUsers(vm: Vm): boolean
}

const WORDS = {
  proxmox: {
    title: 'Proxmox VE',
    examplePath: vm => {
      const { node, vmid } = proxmoxPlaceOf(vm)
      return `/api2/json/nodes/${node}/qemu/${vmid}/agent/get-osinfo`
    },
    hasUsers: vm => proxmoxSettings(vm).users !== undefined,
  },
  kubevirt: {
    title: 'KubeVirt',
    examplePath: vm => {
      const { namespace, name } = kubevirtPlaceOf(vm)
      return `/apis/subresources.kubevirt.io/v1/namespaces/${namespace}/virtualmachineinstances/${name}/guestosinfo`
    },
    hasUsers: vm => kubevirtSettings(vm).users !== undefined,
  },
} satisfies Record<string, PlatformWords>

export type Platform = keyof typeof WORDS

export const PLATFORMS = Object.keys(WORDS) as Platform[]

export function platformOption(): Option {
  return new Option('--platform <platform>', 'serve this one alone over HTTP; may be repeated')
    .choices(PLATFORMS)
    .argParser((value, previous: readonly Platform[] = []) => {
      const platform = PLATFORMS.find(it => it === value)
      if (platform === undefined) throw new InvalidArgumentError(`Allowed choices are ${PLATFORMS.join(', ')}.`)
      return [...new Set([...previous, platform])]
    })
}

export function examplePaths(vm: Vm, platforms: readonly Platform[]): string[] {
  return platforms.map(platform => WORDS[platform].examplePath(vm))
}

/** Users are those of one platform: whoever has thought of one may take the other for closed as well. */
export function warnOfOpen(vm: Vm, platforms: readonly Platform[]): string | undefined {
  const guarded = platforms.find(it => WORDS[it].hasUsers(vm))
  const open = platforms.find(it => !WORDS[it].hasUsers(vm))
  if (guarded === undefined || open === undefined) return undefined
  const [has, hasNone] = [WORDS[guarded].title, WORDS[open].title]
  return `Warning: the scenario has users for ${has} and none for ${hasNone}, where anybody may do everything. Add ${open}.users, or serve with --platform ${guarded}.`
}
