/**
 * Where just-bash runs: a context of node:vm with a queue of promises of its own, which we drain. What it could see of the
 * host is the guest's here, or absent. That is no defence against code that means harm: none such runs in it.
 */
import { readFileSync } from 'node:fs'
import { createContext, runInContext, Script } from 'node:vm'
import { modulesFor } from './modules.js'

/** What the guest lends to what runs. Milliseconds. */
export interface Surroundings {
  /** System time. */
  now(): number
  /** On the monotonic clock. */
  uptime(): number
  random(): number
  /** How far local time is ahead of UTC at that time. */
  offset(time: number): number
  setTimer(callback: () => void, delay: number): unknown
  clearTimer(timer: unknown): void
}

const NOBODY: Surroundings = {
  now: () => 0,
  uptime: () => 0,
  random: () => 0.5,
  offset: () => 0,
  setTimer: () => undefined,
  clearTimer: () => {},
}

/** A promise of the context, and what settles it. */
export interface Deferred {
  readonly promise: Promise<unknown>
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** How a call has gone. */
export interface Call<T> {
  isDone: boolean
  value?: T
  error?: unknown
}

interface Inner {
  defer(): Deferred
  /** Handlers must be functions of the context: the queue of promises is that of the handler. */
  follow(promise: unknown, call: Call<never>): void
  error(message: string, code: string): Error
  map(entries: readonly (readonly [string, string])[]): unknown
  date(milliseconds: number): Date
}

export class Sandbox {
  readonly #context
  readonly #drain = new Script('0')
  readonly #inner: Inner
  #surroundings = NOBODY

  constructor() {
    this.#context = createContext(this.#globals(), { microtaskMode: 'afterEvaluate' })
    this.#inner = runInContext(INNER, this.#context)
  }

  /** A module in CommonJS; returns what it exports. */
  load(file: string): unknown {
    const code = readFileSync(file, 'utf8')
    const wrapped = `(function (require, module, exports) {${code}\n})`
    const define = new Script(wrapped, { filename: file }).runInContext(this.#context)
    const module = { exports: {} }
    define(modulesFor(file), module, module.exports)
    return module.exports
  }

  /** Runs `action` and whatever promises follow from it, as far as they go, in those surroundings. */
  run(surroundings: Surroundings, action: () => void): void {
    const before = this.#surroundings
    this.#surroundings = surroundings
    try {
      action()
      this.#drain.runInContext(this.#context)
    } finally {
      this.#surroundings = before
    }
  }

  follow<T>(promise: Promise<T>): Call<T> {
    const call: Call<T> = { isDone: false }
    this.#inner.follow(promise, call as Call<never>)
    return call
  }

  defer(): Deferred {
    return this.#inner.defer()
  }

  /** An error as Node's file system throws them. */
  error(message: string, code: string): Error {
    return this.#inner.error(message, code)
  }

  map(entries: readonly (readonly [string, string])[]): unknown {
    return this.#inner.map(entries)
  }

  date(milliseconds: number): Date {
    return this.#inner.date(milliseconds)
  }

  /** The names of all that what runs here can see. */
  globals(): string[] {
    return runInContext('Object.getOwnPropertyNames(globalThis)', this.#context)
  }

  /** For what asks for one and never uses it. */
  readonly noFileSystem: object = {}

  #globals(): Record<string, unknown> {
    const own = () => this.#surroundings
    return {
      // The context's own would not be instances of what Buffer, zlib and encoders make.
      ...{ Uint8Array, ArrayBuffer, DataView, Uint16Array, Uint32Array, Int32Array, Float64Array },
      ...{ BigInt64Array, BigUint64Array, Buffer, TextEncoder, TextDecoder, URL, AbortController, AbortSignal, Error },
      console: { log() {}, info() {}, debug() {}, warn() {}, error() {} },
      process: {
        env: {},
        argv: [],
        platform: 'linux',
        version: process.version,
        versions: { node: process.versions.node },
        cwd: () => '/',
      },
      performance: { now: () => own().uptime(), timeOrigin: 0 },
      setTimeout: (run: () => void, delay = 0) => own().setTimer(run, delay),
      setInterval: () => {
        throw new Error('just-bash asked for an interval')
      },
      setImmediate: (run: () => void) => own().setTimer(run, 0),
      clearTimeout: (timer: unknown) => own().clearTimer(timer),
      clearInterval: () => {},
      clearImmediate: (timer: unknown) => own().clearTimer(timer),
      surroundings: {
        now: () => own().now(),
        random: () => own().random(),
        offset: (time: number) => own().offset(time),
      },
    }
  }
}

/** What must be made of the context's own classes. */
const INNER = `(() => {
  const { now, random, offset } = surroundings
  delete globalThis.surroundings
  for (const name of ['WebAssembly', 'SharedArrayBuffer', 'Atomics']) delete globalThis[name]
  Math.random = () => random()
  globalThis.queueMicrotask = run => void Promise.resolve().then(run)
  const Plain = Date
  const local = date => new Plain(date.getTime() + offset(date.getTime()))
  for (const part of ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']) {
    const name = 'getUTC' + part
    Plain.prototype['get' + part] = function () { return local(this)[name]() }
  }
  Plain.prototype.getTimezoneOffset = function () { return -offset(this.getTime()) / 60000 }
  const fromParts = parts => {
    const utc = Plain.UTC(...parts)
    return utc - offset(utc - offset(utc))
  }
  const text = date => local(date).toUTCString()
  Plain.prototype.toString = function () { return text(this) }
  globalThis.Date = new Proxy(Plain, {
    apply: () => text(new Plain(now())),
    construct: (target, args, self) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args.length > 1 ? [fromParts(args)] : args, self === globalThis.Date ? target : self),
    get: (target, name) => (name === 'now' ? now : target[name]),
  })
  Plain.prototype.constructor = globalThis.Date
  const Format = Intl.DateTimeFormat
  globalThis.Intl = { ...Intl, Collator: Intl.Collator, NumberFormat: Intl.NumberFormat, Segmenter: Intl.Segmenter,
    DateTimeFormat: function (locale, options) { return new Format(locale, { timeZone: 'UTC', ...options }) } }
  return {
    defer() {
      let resolve, reject
      const promise = new Promise((...both) => { [resolve, reject] = both })
      return { promise, resolve, reject }
    },
    follow(promise, call) {
      promise.then(value => Object.assign(call, { isDone: true, value }), error => Object.assign(call, { isDone: true, error }))
    },
    error: (message, code) => Object.assign(new Error(message), { code }),
    map: entries => new Map(entries),
    date: milliseconds => new Plain(milliseconds),
  }
})()`
