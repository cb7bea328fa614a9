/** What stands in the journal when the guest has booted: the kernel's first lines, and the units that have come up. */
import type { Clock } from '../clock.js'
import type { GuestConfig } from '../config.js'
import type { Journal, LogRequest } from '../journal.js'
import { kindOf } from '../services/unit.js'
import { failureMessages, startMessages } from '../services/unit-log.js'
import type { Services, Unit } from '../services.js'

/** What the scenario has logged before anybody looks. */
export interface JournalEntryConfig {
  /** Nanoseconds since the epoch. */
  readonly time: bigint
  readonly identifier: string
  readonly pid?: number
  readonly unit?: string
  readonly priority: number
  readonly message: string
}

interface Machine {
  readonly config: GuestConfig
  readonly clock: Clock
  readonly journal: Journal
  readonly services: Services
  readonly bootId: string
}

/** When the kernel speaks, and when systemd does, after the boot. */
const SYSTEMD_SPEAKS = 900_000_000n

/** `seeds`: of the scenario, those before the boot with the identifier of the boot before. */
export function logBoot(machine: Machine, seeds: readonly JournalEntryConfig[] = [], lastBootId = ''): void {
  const { config, clock, journal, services } = machine
  const bootedAt = clock.now() - clock.uptime()
  const kernel = (message: string, priority: number): LogRequest => {
    return { identifier: 'kernel', transport: 'kernel', priority, message, at: bootedAt }
  }
  const { release, version } = config.kernel
  const speaks = bootedAt + (SYSTEMD_SPEAKS < clock.uptime() ? SYSTEMD_SPEAKS : clock.uptime())
  const entries: LogRequest[] = [
    kernel(`Linux version ${release} (mockvm) ${version}`, 5),
    kernel('Hypervisor detected: KVM', 6),
    { identifier: 'systemd', pid: 1, message: `Hostname set to <${config.hostname}>.`, at: speaks },
    ...services.list().flatMap(unit => comesUp(unit)),
    ...seeds.map(({ time, ...entry }) => {
      return { ...entry, at: time, ...(time < bootedAt && { bootId: lastBootId }) }
    }),
  ]
  const order = (entry: LogRequest) => entry.at ?? 0n
  entries.sort((one, other) => (order(one) < order(other) ? -1 : order(one) > order(other) ? 1 : 0))
  for (const entry of entries) journal.log(entry)
}

/** Units that systemd speaks of when they come up. */
const SPOKEN_OF = new Set(['service', 'target', 'timer', 'socket', 'mount'])

function comesUp(unit: Unit): LogRequest[] {
  const { name, since, active, exited } = unit
  if (since === undefined || !SPOKEN_OF.has(kindOf(name))) return []
  const failed = active === 'failed' && exited !== undefined ? failureMessages(unit, exited.ending) : []
  return (active === 'active' ? startMessages(unit) : failed).map(message => ({
    identifier: 'systemd',
    pid: 1,
    about: name,
    message,
    at: since,
  }))
}
