/** The configuration of a VM, as far as its guest shows what stands there. */
import { createHash } from 'node:crypto'
import type { InterfaceConfig } from '../../../guest/config.js'
import type { Vm } from '../../../vm.js'
import type { Guest } from './guest.js'

export type Config = Readonly<Record<string, string | number>>

const MIB = 1n << 20n
/** Of systems: their own, and what they make of others. */
const NO_CARD = /^(?:lo|docker|br-|virbr|veth|cni|flannel|cali|tun|tap|wg|bond|dummy)/
const MAC = /^(?!00(?::00){5}$)[\da-f]{2}(?::[\da-f]{2}){5}$/

/** By their keys, in order, and the digest of it all. */
export function configOf({ vm, name, hasAgent }: Guest): Config {
  const { sockets, cores } = topologyOf(vm)
  const { uuid } = vm.qemu.config
  const config: Config = {
    ...(hasAgent && { agent: '1' }),
    cores,
    memory: String(vm.guest.config.memory.size / MIB),
    name,
    ...Object.fromEntries(networkCards(vm).map(({ mac }, index) => [`net${index}`, netOf(mac ?? '')])),
    ostype: osType(vm),
    ...(uuid !== undefined && { smbios1: `uuid=${uuid.toLowerCase()}` }),
    sockets,
  }
  const text = Object.entries(config).map(([key, value]) => `${key}: ${value}\n`)
  return { ...config, digest: createHash('sha1').update(text.join('')).digest('hex') }
}

/** Those of QEMU, not what a guest makes of them. */
export function networkCards(vm: Vm): InterfaceConfig[] {
  return vm.guest.interfaces.list().filter(({ name, mac }) => !NO_CARD.test(name) && mac !== undefined && MAC.test(mac))
}

/** Threads count as cores. */
export function topologyOf({ guest, qemu }: Vm): { readonly sockets: number; readonly cores: number } {
  const { sockets, cores, threads } = qemu.config.topology ?? {
    sockets: 1,
    cores: guest.config.vcpus.length,
    threads: 1,
  }
  return { sockets, cores: cores * threads }
}

/** Model and bridge are what Proxmox VE proposes: the guest knows neither. */
function netOf(mac: string): string {
  return `virtio=${mac.toUpperCase()},bridge=vmbr0`
}

function osType({ guest }: Vm): string {
  const { family, windows } = guest.config
  if (family === 'linux') return 'l26'
  if (windows === undefined) return 'other'
  const { build, version } = windows
  // 11, Server 2022 and 2025; 10, Server 2016 and 2019.
  if (build >= 20348) return 'win11'
  if (version === '10.0') return 'win10'
  if (version === '6.2' || version === '6.3') return 'win8'
  return version === '6.1' ? 'win7' : 'other'
}
