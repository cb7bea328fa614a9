/** /sys: the parts that tools read, from the state; `online` and `state` may be written, as the agent does. */
import type { InterfaceConfig, MachineType } from '../config.js'
import { Errno } from '../errno.js'
import type { SyntheticNode, SyntheticTree } from '../files/synthetic.js'
import type { Guest } from '../guest.js'
import type { MemoryBlock } from '../memory-blocks.js'
import type { Vcpu } from '../vcpus.js'
import { type Directory, textFile, treeOf } from './branches.js'
import { blockDirectory, devicesByNumber } from './sys-block.js'

export function sysTree(guest: Guest): SyntheticTree {
  return treeOf(() => ({
    block: blockDirectory(guest),
    class: () => ({ net: networkInterfaces(guest), dmi: () => ({ id: dmi(guest) }) }),
    dev: () => ({ block: devicesByNumber(guest) }),
    devices: () => ({ system: () => ({ cpu: cpus(guest), ...memory(guest), node: nodes(guest) }) }),
    power: () => ({ state: textFile(() => `${sleepStates(guest).join(' ')}\n`, 0o644) }),
  }))
}

/** What /sys/power/state offers. */
export function sleepStates({ config: { suspend } }: Guest): string[] {
  return [
    'freeze',
    ...(suspend.ram === 'unsupported' ? [] : ['mem']),
    ...(suspend.disk === 'unsupported' ? [] : ['disk']),
  ]
}

function cpus(guest: Guest): Directory {
  const all = () => guest.vcpus.list()
  const ids = (wanted: (vcpu: Vcpu) => boolean) =>
    ranges(
      all()
        .filter(wanted)
        .map(vcpu => vcpu.id),
    )
  return () => ({
    ...Object.fromEntries(all().map(vcpu => [`cpu${vcpu.id}`, cpu(guest, vcpu)])),
    kernel_max: textFile(() => '8191\n'),
    offline: textFile(() => `${ids(vcpu => !vcpu.online)}\n`),
    online: textFile(() => `${ids(vcpu => vcpu.online)}\n`),
    possible: textFile(() => `${ids(() => true)}\n`),
    present: textFile(() => `${ids(() => true)}\n`),
  })
}

function cpu(guest: Guest, { id, canOffline }: Vcpu): Directory {
  const topology = () => (guest.vcpus.get(id)?.online ? { topology: cpuTopology(id) } : {})
  if (!canOffline) return topology
  const online = flag(
    () => guest.vcpus.get(id)?.online ?? false,
    value => guest.vcpus.setOnline(id, value),
  )
  return () => ({ online, ...topology() })
}

/** Each processor is alone in a socket of its own, as /proc/cpuinfo has it; an offline one has no such folder. */
function cpuTopology(id: number): Directory {
  const alone = [
    ...['core_cpus', 'core_siblings', 'die_cpus', 'package_cpus', 'thread_siblings'].flatMap(name => [
      [name, () => `${mask([id])}\n`] as const,
      [`${name}_list`, () => `${id}\n`] as const,
    ]),
    ['core_id', () => '0\n'] as const,
    ['die_id', () => '0\n'] as const,
    ['physical_package_id', () => `${id}\n`] as const,
  ]
  return () => Object.fromEntries(alone.map(([name, read]) => [name, textFile(read)]))
}

/** The one NUMA node. */
function nodes(guest: Guest): Directory {
  const online = () =>
    guest.vcpus
      .list()
      .filter(vcpu => vcpu.online)
      .map(({ id }) => id)
  return () => ({
    node0: () => ({ cpulist: textFile(() => `${ranges(online())}\n`), cpumap: textFile(() => `${mask(online())}\n`) }),
    online: textFile(() => '0\n'),
    possible: textFile(() => '0\n'),
  })
}

/** Hexadecimal, in groups of 32 processors. */
function mask(ids: readonly number[]): string {
  const bits = ids.reduce((sum, id) => sum | (1n << BigInt(id)), 0n).toString(16)
  return bits.replace(/\B(?=(.{8})+$)/g, ',')
}

function memory(guest: Guest): Record<string, Directory> {
  if (guest.memory.blockSize === 0n) return {}
  return {
    memory: () => ({
      auto_online_blocks: textFile(() => 'offline\n', 0o644),
      block_size_bytes: textFile(() => `${guest.memory.blockSize.toString(16)}\n`),
      ...Object.fromEntries(guest.memory.list().map(block => [`memory${block.index}`, memoryBlock(guest, block)])),
    }),
  }
}

function memoryBlock(guest: Guest, { index, canOffline }: MemoryBlock): Directory {
  const isOnline = () => guest.memory.get(index)?.online ?? false
  return () => ({
    online: flag(isOnline, value => guest.memory.setOnline(index, value)),
    phys_index: textFile(() => `${index.toString(16).padStart(8, '0')}\n`),
    removable: textFile(() => `${canOffline ? 1 : 0}\n`),
    state: {
      kind: 'file',
      read: () => (isOnline() ? 'online\n' : 'offline\n'),
      write(bytes) {
        const word = Buffer.from(bytes).toString('latin1').trim()
        if (word !== 'offline' && !word.startsWith('online')) throw new Errno('EINVAL')
        guest.memory.setOnline(index, word !== 'offline')
      },
    },
  })
}

function flag(read: () => boolean, write: (value: boolean) => void): SyntheticNode {
  return {
    kind: 'file',
    read: () => (read() ? '1\n' : '0\n'),
    write(bytes) {
      const text = Buffer.from(bytes).toString('latin1').trim()
      if (text !== '0' && text !== '1') throw new Errno('EINVAL')
      write(text === '1')
    },
  }
}

function networkInterfaces(guest: Guest): Directory {
  return () =>
    Object.fromEntries(
      guest.interfaces.list().map((config, index) => [config.name, networkInterface(config, index + 1)]),
    )
}

function networkInterface({ mac, mtu, up, statistics: s }: InterfaceConfig, index: number): Directory {
  const counters = {
    rx_bytes: s.rxBytes,
    rx_packets: s.rxPackets,
    rx_errors: s.rxErrs,
    rx_dropped: s.rxDropped,
    tx_bytes: s.txBytes,
    tx_packets: s.txPackets,
    tx_errors: s.txErrs,
    tx_dropped: s.txDropped,
  }
  return () => ({
    address: textFile(() => `${mac === undefined || mac === 'none' ? '' : mac}\n`),
    ifindex: textFile(() => `${index}\n`),
    mtu: textFile(() => `${mtu}\n`, 0o644),
    operstate: textFile(() => `${up ? 'up' : 'down'}\n`),
    statistics: () =>
      Object.fromEntries(Object.entries(counters).map(([name, value]) => [name, textFile(() => `${value}\n`)])),
  })
}

const PRODUCT_NAMES: Readonly<Record<MachineType, string>> = {
  q35: 'Standard PC (Q35 + ICH9, 2009)',
  pc: 'Standard PC (i440FX + PIIX, 1996)',
}

function dmi({ config: { machine } }: Guest): Directory {
  return () => ({
    bios_vendor: textFile(() => 'SeaBIOS\n'),
    chassis_vendor: textFile(() => 'QEMU\n'),
    product_name: textFile(() => `${PRODUCT_NAMES[machine]}\n`),
    sys_vendor: textFile(() => 'QEMU\n'),
  })
}

/** "0-3,5": how the kernel prints a set of processors. */
function ranges(ids: readonly number[]): string {
  const parts: [number, number][] = []
  for (const id of ids) {
    const last = parts.at(-1)
    if (last !== undefined && last[1] === id - 1) last[1] = id
    else parts.push([id, id])
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',')
}
