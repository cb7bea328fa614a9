/** The variables of an awk program: those of all, and those of the functions that are being called. */
import { toNumber, toText, type Value } from './values.js'

export type Table = Map<string, Value>

interface Frame {
  readonly values: Map<string, Value | Table>
  readonly parameters: ReadonlySet<string>
}

/** What happens with a variable that stands for something else. */
interface Special {
  readonly beforeRead?: () => void
  readonly beforeWrite?: (value: Value) => void
}

const START = {
  ...{ FS: ' ', OFS: ' ', ORS: '\n', RS: '\n', SUBSEP: '\x1c', CONVFMT: '%.6g', OFMT: '%.6g', FILENAME: '' },
  ...{ NR: 0, FNR: 0, NF: 0, RSTART: 0, RLENGTH: -1 },
}

export class Variables {
  readonly #globals = new Map<string, Value | Table>(Object.entries(START))
  readonly #special = new Map<string, Special>()
  readonly #frames: Frame[] = []
  /** Whole numbers up to it are shown with all their digits. */
  readonly #largest: number

  constructor(largest: number) {
    this.#largest = largest
  }

  watch(name: string, special: Special): void {
    this.#special.set(name, special)
  }

  get(name: string): Value | Table {
    this.#special.get(name)?.beforeRead?.()
    const frame = this.#frameOf(name)
    return frame === undefined ? this.#globals.get(name) : frame.values.get(name)
  }

  set(name: string, value: Value): void {
    const frame = this.#frameOf(name)
    if (frame !== undefined) {
      frame.values.set(name, value)
      return
    }
    this.#special.get(name)?.beforeWrite?.(value)
    this.#globals.set(name, value)
  }

  /** A global one, as awk itself sets it. */
  put(name: string, value: Value | Table): void {
    this.#globals.set(name, value)
  }

  /** As put, but where a function has a parameter of that name it is that. */
  hold(name: string, table: Table): void {
    const values = this.#frameOf(name)?.values ?? this.#globals
    values.set(name, table)
  }

  /** It becomes an array where it is none. */
  table(name: string): Table {
    const value = this.get(name)
    if (value instanceof Map) return value
    const table: Table = new Map()
    this.hold(name, table)
    return table
  }

  /** Of a variable that is awk's own. */
  textOf(name: string): string {
    return this.text(this.get(name) as Value)
  }

  numberOf(name: string): number {
    return toNumber(this.get(name) as Value)
  }

  text(value: Value): string {
    const format = this.#globals.get('CONVFMT')
    return toText(value, typeof format === 'string' ? format : START.CONVFMT, this.#largest)
  }

  /** As `print` shows it. */
  shown(value: Value): string {
    return toText(value, this.textOf('OFMT'), this.#largest)
  }

  get depth(): number {
    return this.#frames.length
  }

  enter(values: Map<string, Value | Table>, parameters: readonly string[]): void {
    this.#frames.push({ values, parameters: new Set(parameters) })
  }

  leave(): void {
    this.#frames.pop()
  }

  #frameOf(name: string): Frame | undefined {
    const frame = this.#frames.at(-1)
    return frame?.parameters.has(name) ? frame : undefined
  }
}
