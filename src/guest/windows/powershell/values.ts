/** What expressions of PowerShell are worth. */
import type { WallTime } from '../wall-clock.js'
import type { Body, Parameter } from './syntax/tree.js'

export type Value = null | boolean | number | string | Value[] | Thing | Block | TypeName | Uint8Array

/** An object with properties; upper and lower case of their names are the same. */
export class Thing {
  /** "Hashtable", "PSCustomObject", "Service", "File", "Folder", "Error", … */
  readonly type: string
  /** What it is as a string. */
  readonly text: string | undefined
  readonly #properties = new Map<string, readonly [name: string, value: Value]>()

  constructor(type: string, properties: Readonly<Record<string, Value>> = {}, text?: string) {
    this.type = type
    this.text = text
    for (const [name, value] of Object.entries(properties)) this.set(name, value)
  }

  has(name: string): boolean {
    return this.#properties.has(name.toLowerCase())
  }

  get(name: string): Value {
    return this.#properties.get(name.toLowerCase())?.[1] ?? null
  }

  /** The name stays as it was spelt first. */
  set(name: string, value: Value): void {
    const [known = name] = this.#properties.get(name.toLowerCase()) ?? []
    this.#properties.set(name.toLowerCase(), [known, value])
  }

  remove(name: string): void {
    this.#properties.delete(name.toLowerCase())
  }

  get entries(): readonly (readonly [name: string, value: Value])[] {
    return [...this.#properties.values()]
  }
}

/** `{ … }` */
export class Block {
  readonly parameters: readonly Parameter[]
  readonly body: Body

  constructor(parameters: readonly Parameter[], body: Body) {
    this.parameters = parameters
    this.body = body
  }
}

export class TypeName {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** As "$x" shows it. */
export function textOf(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return [...value].join(' ')
  if (Array.isArray(value)) return value.map(textOf).join(' ')
  if (value instanceof Thing) return value.text ?? thingText(value)
  return value instanceof TypeName ? value.name : ''
}

function numberText(value: number): string {
  return Number.isInteger(value) ? `${value}` : `${Number(value.toPrecision(15))}`
}

function thingText({ type, entries }: Thing): string {
  if (type === 'Hashtable') return 'System.Collections.Hashtable'
  return `@{${entries.map(([name, value]) => `${name}=${textOf(value)}`).join('; ')}}`
}

export function isTrue(value: Value): boolean {
  if (Array.isArray(value)) return value.length === 1 ? isTrue(value[0] ?? null) : value.length > 1
  return value !== null && value !== false && value !== 0 && value !== ''
}

/** Arrays are gone over, `$null` is nothing. */
export function itemsOf(value: Value): Value[] {
  if (value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** What a variable holds that is given these: nothing, one, or an array. */
export function fromItems(items: readonly Value[]): Value {
  return items.length > 1 ? [...items] : (items[0] ?? null)
}

/** Undefined for what is none: as a number it can't be counted with. */
export function numberOf(value: Value): number | undefined {
  if (value === null) return 0
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return undefined
  const number = value.trim() === '' ? 0 : Number(value)
  return Number.isFinite(number) ? number : undefined
}

/** A DateTime. */
export class Moment extends Thing {
  readonly time: WallTime
  /** Nanoseconds since the epoch. */
  readonly at: bigint

  constructor(at: bigint, time: WallTime) {
    const { year, month, day, hour, minute, second, nanosecond, weekday } = time
    const two = (number: number) => `${number}`.padStart(2, '0')
    const text = `${two(month)}/${two(day)}/${year} ${two(hour)}:${two(minute)}:${two(second)}`
    const millisecond = Math.floor(nanosecond / 1_000_000)
    super(
      'DateTime',
      {
        ...{ Year: year, Month: month, Day: day, Hour: hour, Minute: minute, Second: second },
        Millisecond: millisecond,
        DayOfWeek: weekday,
      },
      text,
    )
    this.at = at
    this.time = time
  }
}

/** A name that stands for a number: "Running" for 4. */
export function enumValue(text: string, value: number): Thing {
  return new Thing('Enum', { value__: value }, text)
}
