/** From what a scenario says of QEMU and of the guest's coming and going to plain, complete data. */
import type { MachineType, PowerConfig } from '../guest/config.js'
import type { QemuConfig } from '../monitor/qemu-config.js'
import { inFull } from '../qapi/version.js'
import { parseInstant } from './instant.js'
import type { ScenarioInput } from './schema.js'
import { nanoseconds } from './units.js'

/** The QEMU whose monitor the recordings come from. */
export const DEFAULT_VERSION = '7.2.22'
const DEFAULT_PACKAGE = 'Debian 1:7.2+dfsg-7+deb12u18+b3'

/** Each stands for the newest of its family. */
const ALIASES: Readonly<Record<string, string>> = { q35: 'pc-q35', pc: 'pc-i440fx' } satisfies Record<
  MachineType,
  string
>

export function toPowerConfig({ power = {} }: ScenarioInput): PowerConfig {
  const { boot, shutdown, button } = power
  return {
    boot: nanoseconds(boot ?? 0),
    shutdown: nanoseconds(shutdown ?? 0),
    button: button === 'ignored' ? button : nanoseconds(button ?? 0),
  }
}

export function toQemuConfig({ qemu = {}, memory }: ScenarioInput): QemuConfig {
  const { version = DEFAULT_VERSION, name, uuid, machine, topology, rtc = 'utc' } = qemu
  const named = machine ?? memory?.machine ?? 'q35'
  const family = ALIASES[named]
  return {
    version,
    package: qemu.package ?? (qemu.version === undefined ? DEFAULT_PACKAGE : ''),
    ...(name !== undefined && { name }),
    ...(topology && { topology: toTopology(topology) }),
    ...(uuid !== undefined && { uuid: uuid.toLowerCase() }),
    machineType: family === undefined ? named : `${family}-${majorMinor(version)}`,
    start: qemu.start ?? 'up',
    ...(qemu.incoming !== undefined && { incoming: qemu.incoming }),
    migration: {
      duration: nanoseconds(qemu.migration?.duration ?? 0),
      downtime: nanoseconds(qemu.migration?.downtime ?? 0),
    },
    noShutdown: qemu.noShutdown ?? true,
    noReboot: qemu.noReboot ?? false,
    hasPanicDevice: qemu.panicDevice ?? false,
    ...(qemu.panicAction !== undefined && { panicAction: qemu.panicAction }),
    kvm: qemu.kvm ?? true,
    ...(rtc !== 'utc' && { rtcBase: parseInstant(rtc) ?? 0n }),
  }
}

function toTopology({ sockets, cores = 1, threads = 1 }: NonNullable<NonNullable<ScenarioInput['qemu']>['topology']>) {
  return { sockets, cores, threads }
}

/** Machine types are called after it. */
export function majorMinor(version: string): string {
  return inFull(version).split('.').slice(0, 2).join('.')
}
