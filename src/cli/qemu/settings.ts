/** What a command line says of the machine, as overrides of the scenario. */
import type { Override } from '../../scenario/load.js'
import type { CommandLine } from './command-line.js'
import type { Devices } from './devices.js'
import { QemuError } from './error.js'
import { allowsKvm, DEFAULT_MACHINE, type MachineChoice } from './machine.js'
import { parseSize } from './quantities.js'
import { readSmp } from './smp.js'

export interface Setting extends Override {
  /** What says so: "-m". */
  readonly by: string
}

export interface SettingsOptions {
  readonly line: CommandLine
  readonly machine: MachineChoice | undefined
  /** Of -rtc, for qemu.rtc. */
  readonly rtc: string | undefined
  /** /dev/kvm can be used on this host. */
  readonly hasKvm: boolean
  /** The program is called `kvm`. */
  readonly prefersKvm: boolean
  warn(text: string): void
}

/** In the order in which QEMU finds out what is wrong. Throws QemuError. */
export function readSettings({ line, machine, rtc, hasKvm, prefersKvm, warn }: SettingsOptions): Setting[] {
  const { flags, values, groups, accel } = line
  const cpus = readCpus(line, machine, warn)
  const memory = readMemory(line)
  const kvm = allowsKvm({ machine: groups.get('machine') ?? new Map(), accel, prefersKvm }) && hasKvm
  const action = groups.get('action')
  return [
    ...cpus,
    ...memory,
    ...toMachine(machine),
    { by: '-accel', path: 'qemu.kvm', value: kvm },
    ...text('-name', 'qemu.name', groups.get('name')?.get('guest')),
    ...text('-uuid', 'qemu.uuid', values.get('uuid')),
    ...(rtc === undefined ? [] : [{ by: '-rtc', path: 'qemu.rtc', value: rtc }]),
    {
      by: '-S',
      path: 'qemu.start',
      value: flags.has('S') || isFromNowhere(values.get('incoming')) ? 'paused' : 'boot',
    },
    ...text('-incoming', 'qemu.incoming', isFromNowhere(values.get('incoming')) ? undefined : values.get('incoming')),
    ...text('-action panic', 'qemu.panicAction', action?.get('panic')),
    {
      by: '-no-shutdown',
      path: 'qemu.noShutdown',
      value: action?.has('shutdown') ? action.get('shutdown') === 'pause' : flags.has('no-shutdown'),
    },
    {
      by: '-no-reboot',
      path: 'qemu.noReboot',
      value: action?.has('reboot') ? action.get('reboot') === 'shutdown' : flags.has('no-reboot'),
    },
  ]
}

/** What the devices say. */
export function deviceSettings({ hasPanicDevice }: Devices): Setting[] {
  return [
    { by: '-device virtserialport', path: 'agent.transport', value: 'virtio-serial' },
    ...(hasPanicDevice ? [{ by: '-device pvpanic', path: 'qemu.panicDevice', value: true }] : []),
  ]
}

/** A guest comes by a way that is not simulated: it never comes. */
export function isFromNowhere(uri: string | undefined): boolean {
  return uri !== undefined && !/^(?:defer$|unix:|tcp:)/.test(uri)
}

function text(by: string, path: string, value: string | undefined): Setting[] {
  return value === undefined || value === '' ? [] : [{ by, path, value }]
}

function toMachine(machine: MachineChoice | undefined): Setting[] {
  if (machine === undefined) return []
  const { kind, type } = machine
  const by = '-machine'
  return [
    { by, path: 'qemu.machine', value: type },
    ...(kind === 'pc' || kind === 'q35' ? [{ by, path: 'memory.machine', value: kind }] : []),
  ]
}

function readCpus(
  { groups }: CommandLine,
  machine: MachineChoice | undefined,
  warn: (text: string) => void,
): Setting[] {
  const smp = groups.get('smp')
  if (smp === undefined || smp.size === 0) return []
  const counts = readSmp(smp, machine ?? DEFAULT_MACHINE, warn)
  const { cpus, maxcpus, sockets, dies, cores, threads } = counts
  const by = '-smp'
  // Of a machine that has room for more vCPUs it can't be told which are there; and one socket of cores is what there is
  // where nobody says.
  const isTold = maxcpus === cpus && (sockets > 1 || threads > 1)
  const topology = { by, path: 'qemu.topology', value: { sockets, cores: dies * cores, threads } }
  return [{ by, path: 'vcpus', value: cpus }, ...(isTold ? [topology] : [])]
}

function readMemory({ groups }: CommandLine): Setting[] {
  const memory = groups.get('m')
  if (memory === undefined) return []
  const bytes = (key: string, unit?: string) => {
    const value = memory.get(key)
    const size = value === undefined ? 0n : parseSize(value, unit)
    return typeof size === 'bigint' ? size : 0n
  }
  const [size, most] = [bytes('size', 'M'), bytes('maxmem')]
  if (memory.has('maxmem') && most < (size || DEFAULT_SIZE)) {
    const least = `at least the initial memory size (0x${(size || DEFAULT_SIZE).toString(16)})`
    throw new QemuError(`invalid value of maxmem: maximum memory size (0x${most.toString(16)}) must be ${least}`)
  }
  if (memory.has('slots') && !memory.has('maxmem')) throw new QemuError('slots specified but no max-size')
  if (size === 0n) return []
  const whole = ((size + MEMORY_STEP - 1n) / MEMORY_STEP) * MEMORY_STEP
  return [{ by: '-m', path: 'memory.size', value: whole.toString() }]
}

/** What a machine has whose command line doesn't say. */
const DEFAULT_SIZE = 128n << 20n
/** A machine has a multiple of so many bytes. */
const MEMORY_STEP = 8192n
