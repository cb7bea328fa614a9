/** What is behind the character devices in the machine. */
import type { CommandLine } from './command-line.js'
import { type Devices, readDevices } from './devices.js'
import { QemuError } from './error.js'

export type Front =
  | { readonly kind: 'monitor'; readonly isPretty: boolean }
  | { readonly kind: 'monitor for people' }
  | { readonly kind: 'agent' }
  /** A device that isn't simulated, such as a serial port. */
  | { readonly kind: 'device' }
  | { readonly kind: 'port' }

export interface Fronts {
  /** By the label of the chardev. */
  readonly fronts: ReadonlyMap<string, Front>
  readonly devices: Devices
  /** `id` of the port of the agent; undefined without one. */
  readonly agentPort: string | undefined
}

/** Those that have the property of another device within them. */
const OF_SERIAL_PORTS = ['isa-serial', 'pci-serial']

const AGENT_PORT = 'org.qemu.guest_agent.0'

/** @param labels Of all chardevs. Throws QemuError. */
export function readFronts({ monitors, devices: specs }: CommandLine, labels: ReadonlySet<string>): Fronts {
  const fronts = new Map<string, Front>()
  for (const { typed, label, isControl, isPretty, badMode } of monitors) {
    if (label === undefined) throw new QemuError(`${typed}: Parameter 'chardev' is missing`)
    if (badMode !== undefined) throw new QemuError(`${typed}: Parameter 'mode' does not accept value '${badMode}'`)
    if (!labels.has(label)) throw new QemuError(`${typed}: chardev "${label}" not found`)
    if (!isControl && isPretty) throw new QemuError(`${typed}: 'pretty' is not compatible with HMP monitors`)
    if (fronts.has(label)) throw new QemuError(`${typed}: Device '${label}' is in use`)
    fronts.set(label, isControl ? { kind: 'monitor', isPretty } : { kind: 'monitor for people' })
  }
  const devices = readDevices(specs, (label, driver, kind) => {
    const property = `Property '${OF_SERIAL_PORTS.includes(driver) ? 'serial' : driver}.chardev'`
    if (!labels.has(label)) throw new QemuError(`${property} can't find value '${label}'`)
    if (fronts.has(label)) throw new QemuError(`${property} can't take value '${label}': Device '${label}' is in use`)
    fronts.set(label, { kind })
  })
  const port = devices.ports.find(({ name }) => name === AGENT_PORT)
  if (port?.chardev !== undefined) fronts.set(port.chardev, { kind: 'agent' })
  return { fronts, devices, agentPort: port?.id }
}
