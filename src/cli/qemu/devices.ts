/** -device: of all devices only virtio-serial, its ports, and the one by which a guest tells of its panic matter. */
import type { JsonValue } from '../../json/value.js'
import { QemuError } from './error.js'
import { isNumber } from './quantities.js'

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

const CONTROLLERS: ReadonlySet<string> = new Set([
  'virtio-serial',
  'virtio-serial-pci',
  'virtio-serial-pci-transitional',
  'virtio-serial-pci-non-transitional',
  'virtio-serial-device',
])
const PORTS: ReadonlySet<string> = new Set(['virtserialport', 'virtconsole'])
const PANIC: ReadonlySet<string> = new Set(['pvpanic', 'pvpanic-pci'])

const PORT_PROPERTIES = ['driver', 'id', 'bus', 'chardev', 'name', 'nr']

/** QEMU's own limit of ports on a bus. */
const MOST_PORTS = 31

interface Bus {
  readonly name: string
  readonly mostPorts: number
  readonly taken: Set<number>
}

/** @param use Takes the chardev of that label for the port; throws QemuError where that can't be. */
export function readDevices(specs: readonly DeviceSpec[], use: (label: string, driver: string) => void): Devices {
  const ports: Port[] = []
  const others: string[] = []
  const buses: Bus[] = []
  const ids = new Set<string>()
  let hasPanicDevice = false
  for (const spec of specs) {
    const { typed, properties } = spec
    const complain = (text: string) => new QemuError(`${typed}: ${text}`)
    const driver = properties.get('driver')
    if (typeof driver !== 'string') throw complain("Parameter 'driver' is missing")
    const id = textOf(properties.get('id'))
    if (PORTS.has(driver)) ports.push(readPort(driver, spec, { buses, ports, use, complain }))
    else if (CONTROLLERS.has(driver)) buses.push(toBus(id, properties, buses.length))
    else if (PANIC.has(driver)) hasPanicDevice = true
    else others.push(typed)
    if (id !== undefined && ids.has(id)) throw complain(`Duplicate ID '${id}' for device`)
    if (id !== undefined) ids.add(id)
  }
  return { ports, hasPanicDevice, others }
}

function toBus(id: string | undefined, properties: DeviceSpec['properties'], count: number): Bus {
  const most = Number(textOf(properties.get('max_ports')) ?? MOST_PORTS)
  // A controller without a name has a bus that is called after its kind.
  const name = id === undefined ? `virtio-serial-bus.${count}` : `${id}.0`
  return { name, mostPorts: most, taken: new Set() }
}

interface Machine {
  readonly buses: readonly Bus[]
  readonly ports: readonly Port[]
  use(label: string, driver: string): void
  complain(text: string): QemuError
}

function readPort(driver: string, { properties, isJson }: DeviceSpec, { buses, ports, use, complain }: Machine): Port {
  const wanted = textOf(properties.get('bus'))
  const bus = wanted === undefined ? buses.find(it => it.taken.size < it.mostPorts) : findBus(buses, wanted)
  if (bus === undefined && wanted !== undefined) throw complain(`Bus '${wanted}' not found`)
  if (bus === undefined) throw complain(`No 'virtio-serial-bus' bus found for device '${driver}'`)
  const unknown = [...properties.keys()].find(key => !PORT_PROPERTIES.includes(key))
  if (unknown !== undefined) throw complain(`Property '${driver}.${unknown}' not found`)
  const chardev = textOf(properties.get('chardev'))
  if (chardev !== undefined) {
    try {
      use(chardev, driver)
    } catch (error) {
      throw error instanceof QemuError ? complain(error.message) : error
    }
  }
  const name = textOf(properties.get('name'))
  const nr = readNumber(properties.get('nr'), isJson, complain) ?? firstFree(bus, driver)
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
  return { id: textOf(properties.get('id')), name, chardev }
}

function findBus(buses: readonly Bus[], name: string): Bus | undefined {
  return buses.find(bus => bus.name === name)
}

function firstFree({ taken }: Bus, driver: string): number {
  let nr = driver === 'virtconsole' ? 0 : 1
  while (taken.has(nr)) nr++
  return nr
}

function readNumber(value: JsonValue | undefined, isJson: boolean, complain: Machine['complain']): number | undefined {
  if (value === undefined) return undefined
  if (isJson && typeof value !== 'bigint') throw complain("Parameter 'nr' expects uint64")
  if (typeof value === 'string' && !isNumber(value)) throw complain("Parameter 'nr' expects integer")
  return Number(value)
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'bigint' ? String(value) : undefined
}
