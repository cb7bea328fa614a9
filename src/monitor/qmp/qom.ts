/** The tree of objects that QEMU is made of: what of it host tools look at. */
import type { JsonValue } from '../../json/value.js'
import { QapiError } from '../../qapi/errors.js'
import { looseJson } from '../../qapi/to-json.js'
import type { Part } from '../part.js'
import type { Qemu } from '../qemu.js'
import { rtcPath } from '../rtc-path.js'
import { cpus, hasBoard } from './cpus.js'
import { deviceNotFound } from './errors.js'
import { CPU_TYPE } from './machine-types.js'

export interface QomProperty {
  readonly name: string
  readonly type: string
  readonly value: JsonValue
}

export interface QomObject {
  readonly path: string
  readonly type: string
  /** In QEMU's order: the type, then its own, then what belongs to it. */
  readonly properties: readonly QomProperty[]
}

interface Node {
  readonly type: string
  readonly properties?: readonly QomProperty[]
  readonly children?: Readonly<Record<string, Node>>
}

/** `path`: absolute. */
export function findObject(qemu: Qemu, path: string): QomObject | undefined {
  return [...objects(tree(qemu), '')].find(object => object.path === normal(path))
}

/** `path`: absolute, or its end if that is enough to tell. Throws QapiError. */
export function requireObject(qemu: Qemu, path: string): QomObject {
  const all = [...objects(tree(qemu), '')]
  const wanted = normal(path)
  const found = path.startsWith('/')
    ? all.filter(object => object.path === wanted)
    : all.filter(object => path === '' || object.path.endsWith(`/${wanted}`))
  const [object, ...others] = found
  if (object === undefined) throw deviceNotFound(path)
  if (others.length > 0) throw new QapiError(`Path '${path}' is ambiguous`)
  return object
}

/** Throws QapiError. */
export function requireProperty(object: QomObject, name: string): QomProperty {
  const property = object.properties.find(property => property.name === name)
  if (property === undefined) throw new QapiError(`Property '${object.type}.${name}' not found`)
  return property
}

function normal(path: string): string {
  return path.replaceAll(/\/+/g, '/').replace(/\/$/, '')
}

function* objects({ type, properties = [], children = {} }: Node, path: string): Generator<QomObject, void> {
  const members = Object.entries(children).map(([name, child]) => {
    return { name, type: `child<${child.type}>`, value: `${path}/${name}` }
  })
  yield { path, type, properties: [{ name: 'type', type: 'string', value: type }, ...properties, ...members] }
  for (const [name, child] of Object.entries(children)) yield* objects(child, `${path}/${name}`)
}

function tree(qemu: Qemu): Node {
  const labels = qemu.chardevs.list().map(({ label }) => [label, { type: 'chardev-socket' }] as const)
  const objects = qemu.objects.map(({ type, id = '' }) => [id, { type }] as const)
  return {
    type: 'container',
    children: {
      objects: {
        type: 'container',
        children: { ...Object.fromEntries(objects), ...(hasBoard(qemu) && { 'pc.ram': ram(qemu) }) },
      },
      machine: machine(qemu),
      chardevs: { type: 'container', children: Object.fromEntries(labels) },
    },
  }
}

function machine(qemu: Qemu): Node {
  const { size } = qemu.guest.config.memory
  return {
    type: `${qemu.config.machineType}-machine`,
    properties: [
      { name: 'memory', type: 'MemorySizeConfiguration', value: looseJson({ size }) },
      ...(hasBoard(qemu) ? [{ name: 'rtc-time', type: 'struct tm', value: rtcTime(qemu) }] : []),
    ],
    children: {
      unattached: { type: 'container', children: { ...cpuObjects(qemu), ...(hasBoard(qemu) && rtc(qemu)) } },
      peripheral: { type: 'container', children: named(devices(qemu)) },
      'peripheral-anon': { type: 'container', children: anonymous(devices(qemu)) },
    },
  }
}

function devices(qemu: Qemu): readonly Part[] {
  const { devices, portId } = qemu
  if (devices !== undefined) return devices
  if (portId === undefined || !hasBoard(qemu)) return []
  return [
    { type: 'virtio-serial-pci', id: 'virtio-serial0' },
    { type: 'virtserialport', id: portId },
  ]
}

function named(parts: readonly Part[]): Readonly<Record<string, Node>> {
  return Object.fromEntries(parts.flatMap(({ type, id }) => (id === undefined ? [] : [[id, { type }]])))
}

function anonymous(parts: readonly Part[]): Readonly<Record<string, Node>> {
  const types = parts.filter(({ id }) => id === undefined).map(({ type }) => type)
  return Object.fromEntries(types.map((type, index) => [`device[${index}]`, { type }]))
}

/** The hardware clock, under the path that RTC_CHANGE tells. */
function rtc(qemu: Qemu): Readonly<Record<string, Node>> {
  const path = rtcPath(qemu.config, qemu.guest.config.vcpus.length)
  const properties = [...device({ isHotpluggable: false }), { name: 'date', type: 'struct tm', value: rtcTime(qemu) }]
  return { [lastOf(path)]: { type: 'mc146818rtc', properties } }
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function cpuObjects(qemu: Qemu): Readonly<Record<string, Node>> {
  return Object.fromEntries(
    cpus(qemu).map(({ qomPath, props }) => {
      const numbers = Object.entries(props).map(([name, value]) => ({ name, type: 'int32', value: BigInt(value) }))
      return [lastOf(qomPath), { type: CPU_TYPE, properties: [...CPU, ...numbers] }]
    }),
  )
}

function device({ isHotpluggable }: { readonly isHotpluggable: boolean }): readonly QomProperty[] {
  return [
    { name: 'realized', type: 'bool', value: true },
    { name: 'hotplugged', type: 'bool', value: false },
    { name: 'hotpluggable', type: 'bool', value: isHotpluggable },
  ]
}

const CPU: readonly QomProperty[] = [
  { name: 'parent_bus', type: 'link<bus>', value: '' },
  ...device({ isHotpluggable: true }),
  { name: 'start-powered-off', type: 'bool', value: false },
]

function ram(qemu: Qemu): Node {
  const { size } = qemu.guest.config.memory
  return { type: 'memory-backend-ram', properties: [{ name: 'size', type: 'int', value: size }] }
}

/** What the hardware clock shows, as C's struct tm: years since 1900, months from 0. */
function rtcTime({ guest }: Qemu): JsonValue {
  const time = new Date(Number(guest.clock.rtc() / 1_000_000n))
  return looseJson({
    tm_year: time.getUTCFullYear() - 1900,
    tm_mon: time.getUTCMonth(),
    tm_mday: time.getUTCDate(),
    tm_hour: time.getUTCHours(),
    tm_min: time.getUTCMinutes(),
    tm_sec: time.getUTCSeconds(),
  })
}
