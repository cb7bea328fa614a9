/** The machine from outside in a scenario file: how long it takes to come and go, and the QEMU process around it. */
import { CONFIGURED_PANIC_ACTIONS, QEMU_STARTS } from '../monitor/qemu-config.js'
import {
  choice,
  didYouMean,
  durationWithUnit,
  flag,
  integer,
  map,
  matching,
  text,
  UNITS,
  written,
  ZONE_NEEDED,
} from './fields.js'
import { INSTANT_TEXT, parseInstant } from './instant.js'
import { DURATION_WITH_UNIT, parseDurationWithUnit } from './units.js'

const button = written(
  value => (value === 'ignored' ? value : parseDurationWithUnit(value)),
  new RegExp(`^ignored$|${DURATION_WITH_UNIT.source}`),
  'ignored, or how long the guest takes to notice: a duration with its unit such as "2s"',
  got => didYouMean(got, ['ignored']) || UNITS,
  { const: 0 },
)

export const power = map(
  {
    boot: durationWithUnit.optional().describe('From power on, or a reset, until the agent runs; 0s without it.'),
    shutdown: durationWithUnit.optional().describe('From the end of the agent until the power is off; 0s without it.'),
    button: button
      .optional()
      .describe('What becomes of system_powerdown: ignored, or so long until the guest goes down; 0s without it.'),
  },
  'a map with boot, shutdown, button',
).describe('How long the guest takes to come up and to go down.')

const UUID = /^[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}$/

const rtc = written(
  value => (value === 'utc' ? value : parseInstant(value)),
  new RegExp(`^utc$|${INSTANT_TEXT.source}`),
  'utc, or a date such as 2026-01-01T00:00:00Z',
  ZONE_NEEDED,
)

export const qemu = map(
  {
    version: matching(/^\d+\.\d+\.\d+$/, 'a version of QEMU such as 7.2.22', 'Three parts, in quotes: "9.2.0".')
      .optional()
      .describe('As query-version tells it; 7.2.22 without it.'),
    package: text().optional().describe('What query-version tells beside it; that of Debian 12 without it.'),
    name: text().optional().describe('-name of QEMU; query-name tells none without it.'),
    uuid: matching(UUID, 'a UUID such as 6f5a7e5e-7a3c-4b0f-9d2e-3c1b2a190807')
      .optional()
      .describe('-uuid of QEMU; that of zeros without it.'),
    machine: text('a machine type such as pc-i440fx-7.2')
      .optional()
      .describe('-machine of QEMU; without it what memory.machine says, in that version.'),
    start: choice(QEMU_STARTS)
      .optional()
      .describe('up: the guest has booted. boot: it boots now. paused: when `cont` comes (-S). up without it.'),
    incoming: matching(/^(?:defer$|unix:.|tcp:.*:)/, 'defer, or where to listen: unix:PATH or tcp:HOST:PORT')
      .optional()
      .describe('A guest is to arrive there by migration (-incoming); with start: paused it waits for `cont` then.'),
    migration: map(
      {
        duration: durationWithUnit.optional().describe('While the guest still runs; 0s without it.'),
        downtime: durationWithUnit.optional().describe('While it stands still; 0s without it.'),
      },
      'a map with duration, downtime',
    )
      .optional()
      .describe('How long a migration away from here takes.'),
    topology: map(
      {
        sockets: integer(1, 4096),
        cores: integer(1, 4096).optional().describe('Of a socket; 1 without it.'),
        threads: integer(1, 4096).optional().describe('Of a core; 1 without it.'),
      },
      'a map with sockets, cores, threads',
    )
      .optional()
      .describe('How -smp arranges the vCPUs; one socket with a core for each without it.'),
    noShutdown: flag()
      .optional()
      .describe(
        'A guest that is off leaves QEMU behind (-no-shutdown), as libvirt and Proxmox VE want it. true without it.',
      ),
    noReboot: flag().optional().describe('A guest that reboots ends QEMU (-no-reboot). false without it.'),
    panicDevice: flag()
      .optional()
      .describe('The guest can tell that its kernel has panicked (-device pvpanic). false without it.'),
    panicAction: choice(CONFIGURED_PANIC_ACTIONS)
      .optional()
      .describe('What QEMU does then (-action panic=): stop the vCPUs, end, or nothing. shutdown without it.'),
    kvm: flag().optional().describe('-accel kvm; true without it.'),
    rtc: rtc.optional().describe('What the hardware clock shows at the start: -rtc base=. utc without it.'),
  },
  'a map with version, name, uuid, start, noShutdown, …',
).describe('The QEMU process around the guest, as its command line says it.')
