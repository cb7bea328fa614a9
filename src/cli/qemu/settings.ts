/** What a command line says of the machine, as overrides of the scenario. */
import type { Override } from '../../scenario/load.js'
import type { CommandLine, GlobalSpec } from './command-line.js'
import type { Devices } from './devices.js'
import { QemuError } from './error.js'
import { allowsKvm, DEFAULT_MACHINE, type MachineChoice } from './machine.js'
import { isNumber, parseSize } from './quantities.js'
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
  const { flags, values, groups, globals, accel } = line
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
    ...text('-action panic', 'qemu.panicAction', panicAction(action?.get('panic'))),
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
    ...suspend(globals, machine),
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

/** That of exit-failure is not simulated. */
function panicAction(action: string | undefined): string | undefined {
  return action === 'exit-failure' ? undefined : action
}

function text(by: string, path: string, value: string | undefined): Setting[] {
  return value === undefined || value === '' ? [] : [{ by, path, value }]
}

function toMachine(machine: MachineChoice | undefined): Setting[] {
  if (machine === undefined) return []
  const { kind, name } = machine
  const by = '-machine'
  return [
    { by, path: 'qemu.machine', value: name },
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
  // Of a machine that has room for more vCPUs it can't be told which are there.
  const topology = { by, path: 'qemu.topology', value: { sockets, cores: dies * cores, threads } }
  return [{ by, path: 'vcpus', value: cpus }, ...(maxcpus === cpus ? [topology] : [])]
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
  return size === 0n ? [] : [{ by: '-m', path: 'memory.size', value: size.toString() }]
}

/** What a machine has whose command line doesn't say. */
const DEFAULT_SIZE = 128n << 20n

/** Which device of which machine says whether its guest may sleep. */
const SLEEP_DEVICES = { PIIX4_PM: 'q35', 'ICH9-LPC': 'pc' } as const

function suspend(globals: readonly GlobalSpec[], machine: MachineChoice | undefined): Setting[] {
  return globals.flatMap(({ driver, property, value }) => {
    if (!Object.hasOwn(SLEEP_DEVICES, driver)) return []
    if (SLEEP_DEVICES[driver as keyof typeof SLEEP_DEVICES] === machine?.kind) return []
    if (property !== 'disable_s3' && property !== 'disable_s4') return []
    if (!isNumber(value)) {
      throw new QemuError(`can't apply global ${driver}.${property}=${value}: Parameter '${property}' expects uint64`)
    }
    if (Number(value) === 0) return []
    const mode = property === 'disable_s3' ? 'ram' : 'disk'
    const by = `-global ${driver}.${property}`
    return [mode, 'hybrid'].map(it => ({ by, path: `suspend.${it}`, value: 'unsupported' }))
  })
}
