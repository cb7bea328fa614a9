/** The volumes of a guest under their names: a GUID that the scenario doesn't tell comes from the seed. */
import type { GuestConfig } from '../config.js'
import { Random, type RandomStream } from '../random.js'
import type { VolumeConfig } from './config.js'
import { WindowsPaths } from './paths.js'

export interface Volume extends VolumeConfig {
  /** `\\?\Volume{guid}\` */
  readonly name: string
}

/** In the order in which Windows finds them. */
export function volumesOf({ seed, windows }: GuestConfig): readonly Volume[] {
  const random = new Random(seed).stream('volume-guids')
  return (windows?.volumes ?? []).map(volume => {
    const drawn = guid(random, volume.kind)
    return { ...volume, name: `\\\\?\\Volume{${volume.guid ?? drawn}}\\` }
  })
}

export function pathsOf(config: GuestConfig): WindowsPaths {
  return new WindowsPaths(volumesOf(config), config.windows?.systemFolder ?? 'C:\\')
}

/** A path where there is one: that is what people call it. */
export function labelOf({ path, name }: Volume): string {
  return path ?? name
}

const HEX = '0123456789abcdef'

/** Of a partition all is random; of a drive it is a time, and the MAC address of a computer without a network. */
function guid(random: RandomStream, kind: VolumeConfig['kind']): string {
  const hex = (length: number) => random.text(HEX, length)
  const head = `${hex(8)}-${hex(4)}`
  if (kind === 'fixed') return `${head}-4${hex(3)}-${random.text('89ab', 1)}${hex(3)}-${hex(12)}`
  return `${head}-11f0-${random.text('89ab', 1)}${hex(3)}-806e6f6e6963`
}
