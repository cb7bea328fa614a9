/** S3 and S4: a machine offers its guest both, unless -global takes them away. */
import type { Family } from '../../guest/config.js'
import type { ScenarioInput } from '../../scenario/load.js'
import type { GlobalSpec } from './command-line.js'
import { QemuError } from './error.js'
import type { MachineChoice } from './machine.js'
import { parseNumber } from './quantities.js'

export interface SleepStates {
  /** What takes it away: "-global PIIX4_PM.disable_s3". Undefined: it is there. */
  readonly s3?: string
  readonly s4?: string
}

interface PowerDevice {
  readonly driver: string
  readonly properties: readonly string[]
}

const SHARED = `type parent_bus realized hotplugged hotpluggable failover_pair_id romfile addr romsize x-pcie-lnksta-dllla rombar
  x-pcie-extcap-init acpi-index multifunction legacy-addr acpi-pci-hotplug-with-bridge-support disable_s3 disable_s4
  s4_val memory-hotplug-support smm-compat`

/** The device of each machine that says whether its guest may sleep. */
const DEVICES: Partial<Record<MachineChoice['kind'], PowerDevice>> = {
  pc: {
    driver: 'PIIX4_PM',
    properties: words(`${SHARED} smb_io_base acpi-root-pci-hotplug smm-enabled x-not-migrate-acpi-index`),
  },
  q35: {
    driver: 'ICH9-LPC',
    properties: words(`${SHARED} x-smi-cpu-hotplug x-smi-cpu-hotunplug noreboot x-smi-broadcast enable_tco
      cpu-hotplug-legacy acpi_enable_cmd acpi_disable_cmd gpe0_blk_len gpe0_blk x-keep-pci-slot-hpc sci_int
      x-smi-negotiated-features pm_io_base`),
  },
}

const BYTES = ['disable_s3', 'disable_s4', 's4_val']
const MOST = 255n

/** Throws QemuError. `machine`: undefined for the one that QEMU takes where none is named. */
export function readSleepStates(globals: readonly GlobalSpec[], machine: MachineChoice | undefined): SleepStates {
  const device = DEVICES[machine?.kind ?? 'pc']
  const states: { s3?: string; s4?: string } = {}
  for (const { driver, property, value } of globals) {
    if (driver !== device?.driver) continue
    const complain = (text: string) => new QemuError(`can't apply global ${driver}.${property}=${value}: ${text}`)
    if (!device.properties.includes(property)) throw complain(`Property '${driver}.${property}' not found`)
    if (!BYTES.includes(property)) continue
    const number = parseNumber(value)
    if (number === undefined) throw complain(`Parameter '${property}' expects uint64`)
    if (number < 0n || number > MOST) throw complain(`Parameter '${property}' expects uint8_t`)
    const state = property === 'disable_s3' ? 's3' : 's4'
    if (property === 's4_val') continue
    if (number === 0n) delete states[state]
    else states[state] = `-global ${driver}.${property}`
  }
  return states
}

/** Keys of the scenario's `suspend`. */
type Suspend = NonNullable<ScenarioInput['suspend']>

/**
 * What becomes of attempts to sleep: what the scenario says, and what it leaves open works. Without S3 Linux makes do with
 * idling, and without S4 with switching off when it has written its image; others do nothing.
 */
export function sleepOutcomes({ s3, s4 }: SleepStates, said: Suspend, family: Family): Suspend {
  const { ram = 'ok', disk = 'ok', hybrid = 'ok' } = said
  const makesDo = family === 'linux'
  return {
    ram: s3 === undefined || ram !== 'ok' ? ram : makesDo ? 'idle' : 'unsupported',
    disk: s4 === undefined || disk !== 'ok' ? disk : makesDo ? 'poweroff' : 'unsupported',
    // Nobody hibernates so on Windows.
    ...(family !== 'windows' && { hybrid: s3 === undefined || hybrid !== 'ok' ? hybrid : 'unsupported' }),
  }
}

function words(text: string): readonly string[] {
  return text.split(/\s+/)
}
