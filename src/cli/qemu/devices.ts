/** -device: of all devices only virtio-serial, its ports, and the one by which a guest tells of its panic matter. */

import type { JsonValue } from '../../json/value.js'
import type { Part } from '../../monitor/part.js'
import { SIMULATED_DEVICES, unknownProperty } from './device-properties.js'
import { QemuError } from './error.js'
import { parseNumber } from './quantities.js'

export interface DeviceSpec {
  /** What complaints begin with. */
  readonly typed: string
  readonly isJson: boolean
  /** Text, or of JSON any value. */
  readonly properties: ReadonlyMap<string, JsonValue>
}

export interface Port {
  readonly id: string | undefined
  /** By which the guest knows it: "org.qemu.guest_agent.0". */
  readonly name: string | undefined
  /** The label of its chardev. */
  readonly chardev: string | undefined
}

export interface Devices {
  readonly ports: readonly Port[]
  readonly hasPanicDevice: boolean
  /** `typed` of those that are not simulated. */
  readonly others: readonly string[]
}

/** How many ports there are on a bus where nobody says, and at most. */
const PORTS = 31
const MOST_PORTS = 511
const MOST_UINT32 = 2 ** 32 - 1
const MOST_UINT64 = 2n ** 64n - 1n

interface Bus {
  readonly name: string
  readonly mostPorts: number
  readonly taken: Set<number>
}

/** Takes the chardev of that label for a port, or for a device that isn't simulated; throws QemuError where that can't be. */
export type UseChardev = (label: string, driver: string, kind: 'port' | 'device') => void

/** As the monitor lists them. */
export function toParts(specs: readonly DeviceSpec[]): Part[] {
  return specs.map(({ properties }) => {
    const [type = '', id] = [textOf(properties.get('driver')), textOf(properties.get('id'))]
    return { type, ...(id !== undefined && { id }) }
  })
}

/** Throws QemuError. */
export function readDevices(specs: readonly DeviceSpec[], useChardev: UseChardev): Devices {
  const ports: Port[] = []
  const others: string[] = []
  const buses: Bus[] = []
  const ids = new Set<string>()
  const panic: string[] = []
  for (const spec of specs) {
    const { typed, properties } = spec
    const complain = (text: string) => new QemuError(`${typed}: ${text}`)
    const driver = properties.get('driver')
    if (typeof driver !== 'string') throw complain("Parameter 'driver' is missing")
    if (driver === '') throw complain("'' is not a valid device model name")
    const id = textOf(properties.get('id'))
    const use = (kind: 'port' | 'device') => {
      const label = textOf(properties.get('chardev')) ?? ''
      if (label !== '') complaining(complain, () => useChardev(label, driver, kind))
    }
    const kind = kindOf(driver)
    if (kind === 'port') ports.push(readPort(driver, spec, { buses, ports, use, complain }))
    else if (kind === 'controller') buses.push(readBus(driver, spec, { count: buses.length, complain }))
    else if (kind === 'panic') panic.push(readPanicDevice(driver, spec, { others: panic, complain }))
    else {
      use('device')
      others.push(typed)
    }
    if (id !== undefined && ids.has(id)) throw complain(`Duplicate ID '${id}' for device`)
    if (id !== undefined) ids.add(id)
  }
  return { ports, hasPanicDevice: panic.length > 0, others }
}

type Complain = (text: string) => QemuError

function kindOf(driver: string): 'controller' | 'port' | 'panic' | undefined {
  if (driver.startsWith('pvpanic')) return SIMULATED_DEVICES.includes(driver) ? 'panic' : undefined
  if (driver === 'virtserialport' || driver === 'virtconsole') return 'port'
  return driver === 'virtio-serial' || (driver.startsWith('virtio-serial-') && SIMULATED_DEVICES.includes(driver))
    ? 'controller'
    : undefined
}

function complaining(complain: Complain, act: () => void): void {
  try {
    act()
  } catch (error) {
    throw error instanceof QemuError ? complain(error.message) : error
  }
}

function checkProperties(driver: string, { properties }: DeviceSpec, complain: Complain): void {
  const unknown = unknownProperty(driver, properties.keys())
  if (unknown !== undefined) throw complain(`Property '${unknown}' not found`)
}

function readPanicDevice(
  driver: string,
  spec: DeviceSpec,
  { others, complain }: { readonly others: readonly string[]; readonly complain: Complain },
): string {
  for (const key of ['events', 'ioport']) readNumber(key, spec, complain)
  checkProperties(driver, spec, complain)
  if (driver === 'pvpanic' && others.includes(driver)) throw complain('duplicate fw_cfg file name: etc/pvpanic-port')
  return driver
}

function readBus(
  driver: string,
  spec: DeviceSpec,
  { count, complain }: { readonly count: number; readonly complain: Complain },
): Bus {
  const mostPorts = readNumber('max_ports', spec, complain) ?? PORTS
  checkProperties(driver, spec, complain)
  if (mostPorts === 0) throw complain('Maximum number of serial ports not specified')
  if (mostPorts > MOST_PORTS) throw complain(`maximum ports supported: ${MOST_PORTS}`)
  const id = textOf(spec.properties.get('id'))
  // A controller without a name has a bus that is called after its kind.
  const name = id === undefined ? `virtio-serial-bus.${count}` : `${id}.0`
  return { name, mostPorts, taken: new Set() }
}

interface Machine {
  readonly buses: readonly Bus[]
  readonly ports: readonly Port[]
  use(kind: 'port'): void
  readonly complain: Complain
}

function readPort(driver: string, spec: DeviceSpec, { buses, ports, use, complain }: Machine): Port {
  const { properties } = spec
  const wanted = textOf(properties.get('bus'))
  const bus = wanted === undefined ? buses.find(it => it.taken.size < it.mostPorts) : findBus(buses, wanted)
  if (bus === undefined && wanted !== undefined) throw complain(`Bus '${wanted}' not found`)
  if (bus === undefined) throw complain(`No 'virtio-serial-bus' bus found for device '${driver}'`)
  use('port')
  const given = readNumber('nr', spec, complain)
  checkProperties(driver, spec, complain)
  const name = textOf(properties.get('name'))
  // The highest number is that of no port in particular.
  const nr = given === undefined || given === MOST_UINT32 ? firstFree(bus, driver) : given
  if (driver === 'virtserialport' && nr === 0) {
    throw complain(
      'Port number 0 on virtio-serial devices reserved for virtconsole devices for backward compatibility.',
    )
  }
  if (bus.taken.has(nr)) throw complain(`virtio-serial-bus: A port already exists at id ${nr}`)
  if (name !== undefined && ports.some(port => port.name === name)) {
    throw complain(`virtio-serial-bus: A port already exists by name ${name}`)
  }
  if (nr >= bus.mostPorts) {
    throw complain(`virtio-serial-bus: Out-of-range port id specified, max. allowed: ${bus.mostPorts - 1}`)
  }
  bus.taken.add(nr)
  return { id: textOf(properties.get('id')), name, chardev: textOf(properties.get('chardev')) || undefined }
}

function findBus(buses: readonly Bus[], name: string): Bus | undefined {
  return buses.find(bus => bus.name === name)
}

function firstFree({ taken }: Bus, driver: string): number {
  let nr = driver === 'virtconsole' ? 0 : 1
  while (taken.has(nr)) nr++
  return nr
}

function readNumber(key: string, { properties, isJson }: DeviceSpec, complain: Complain): number | undefined {
  const value = properties.get(key)
  if (value === undefined) return undefined
  const number = isJson || typeof value !== 'string' ? value : parseNumber(value)
  if (typeof number !== 'bigint' || number > MOST_UINT64) {
    throw complain(`Parameter '${key}' expects ${isJson ? 'uint64' : 'integer'}`)
  }
  if (number < 0n || number > MOST_UINT32) throw complain(`Parameter '${key}' expects uint32_t`)
  return Number(number)
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'bigint' ? String(value) : undefined
}
