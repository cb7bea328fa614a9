/** The printed time line: one event as lines for a terminal. */

import { isJsonObject, type JsonValue } from '../json/value.js'
import { writeJson } from '../json/write.js'
import type { MachineEvent } from '../monitor/machine-state.js'
import type { ErrorReply, TraceEvent } from './events.js'
import { inWords } from './guest-words.js'
import { printableBytes, printableText } from './printable.js'

export interface TimelineOptions {
  /** ANSI colours; none without it. */
  readonly colour?: boolean
}

type Style = 'dim' | 'red' | 'green' | 'yellow' | 'magenta' | 'cyan'
const CODES: Record<Style, number> = { dim: 2, red: 31, green: 32, yellow: 33, magenta: 35, cyan: 36 }

/** Blanks in place of the time, for the second and later lines of an event. */
const NO_TIME = ' '.repeat(12)

/**
 * The lines of an event: seconds since the start, who, what.
 *
 * ```
 *     0.000412  1 →   {"execute":"guest-ping"}\n      client 1, host to guest
 *     0.000475        guest-ping()
 *     0.000512  1 ←   {"return": {}}\n                guest to host
 * ```
 */
export function formatEvent(event: TraceEvent, options: TimelineOptions = {}): string[] {
  const paint = options.colour ? (style: Style, text: string) => `\x1b[${CODES[style]}m${text}\x1b[0m` : plain
  const time = paint('dim', seconds(event.at))
  return describe(event).map(({ who = '', style, text }, index) => {
    const painted = style === undefined ? text : paint(style, text)
    return `${index === 0 ? time : NO_TIME}  ${who.padEnd(6)}${painted}`
  })
}

/** Writes events as they come. */
export class Timeline {
  readonly #write: (text: string) => void
  readonly #options: TimelineOptions

  constructor(write: (text: string) => void, options: TimelineOptions = {}) {
    this.#write = write
    this.#options = options
  }

  print(event: TraceEvent): void {
    this.#write(
      formatEvent(event, this.#options)
        .map(line => `${line}\n`)
        .join(''),
    )
  }
}

interface Line {
  readonly who?: string
  readonly style?: Style
  readonly text: string
}

function describe(event: TraceEvent): Line[] {
  switch (event.type) {
    case 'start':
      return says(`mockvm ${event.mockvm}, a guest with qemu-ga ${event.agent}`, 'magenta')
    case 'stop':
      return says('VM stopped', 'magenta')
    case 'connect':
      return says('connected', 'dim', `${event.client}`)
    case 'disconnect':
      return says('disconnected', 'dim', `${event.client}`)
    case 'in':
      return printableBytes(event.data).map(text => ({ who: `${event.client ?? '-'} →`, style: 'cyan', text }))
    case 'out':
      return printableBytes(event.data).map(text => ({ who: `${event.client ?? '-'} ←`, style: 'green', text }))
    case 'request':
      return says(`${event.name}(${callArguments(event.arguments)})`)
    case 'reply':
      if (event.error) return says(`${event.name} failed: ${errorWords(event.error)}`, 'red')
      return says(`${event.name} ${outcome(event.return)}`)
    case 'refused':
      return says(`refused: ${errorWords(event.error)}`, 'red')
    case 'guest':
      return says(inWords(event.change), 'yellow')
    case 'vm':
      return says(machineWords(event), 'magenta')
    case 'qemu':
      // Its monitors print what they tell, and the rest shows by itself.
      return []
    case 'monitor':
      return monitorLines(event)
    case 'migration':
      return says(migrationWords(event), event.status === 'failed' ? 'red' : 'magenta')
    case 'port':
      return says(`port ${event.state}`, 'magenta')
    case 'lost':
      return says(`${event.bytes} bytes lost: ${event.reason}`, 'red')
    case 'fault':
      return says(`fault on ${event.name === '' ? 'a reply' : event.name}: ${event.effect}`, 'yellow')
    case 'action':
      // What shows by itself has no words of its own.
      return event.text === '' ? [] : says(event.text, 'magenta')
    case 'note':
      return says(event.mark ? `◀ ${event.text}` : event.text, event.mark ? 'red' : 'dim')
    case 'agent':
      return says(`agent ${event.state}${event.reason === '' ? '' : `: ${event.reason}`}`, 'magenta')
  }
}

function monitorLines(event: Extract<TraceEvent, { type: 'monitor' }>): Line[] {
  if (!('data' in event)) return says(`${event.what}ed`, 'dim', 'qmp')
  const isIn = event.what === 'in'
  return printableBytes(event.data).map(text => ({
    who: isIn ? 'qmp →' : 'qmp ←',
    style: isIn ? 'cyan' : 'green',
    text,
  }))
}

function migrationWords({ way, status, error }: Extract<TraceEvent, { type: 'migration' }>): string {
  return `migration ${way}: ${status}${error === undefined ? '' : `: ${error}`}`
}

function machineWords(event: MachineEvent): string {
  if (event.state === 'exited') return event.log === undefined ? 'QEMU has ended' : 'QEMU has given up'
  if (event.state === 'started') return 'QEMU is started'
  if (event.state !== 'resumed') return `VM ${event.state}`
  return `VM resumed${event.behind > 0n ? `, its time ${seconds(event.behind).trim()} s behind` : ''}`
}

function says(text: string, style?: Style, who = ''): Line[] {
  return [{ who, text: printableText(text), ...(style && { style }) }]
}

function callArguments(value: JsonValue): string {
  if (!isJsonObject(value)) return writeJson(value)
  return [...value].map(([name, argument]) => `${name}: ${writeJson(argument)}`).join(', ')
}

function outcome(value: JsonValue | undefined): string {
  return value === undefined ? 'done, it sends no reply' : `= ${writeJson(value)}`
}

function errorWords(error: ErrorReply): string {
  return `${error.class}: ${error.desc}`
}

function seconds(nanoseconds: bigint): string {
  const microseconds = (nanoseconds / 1000n).toString().padStart(7, '0')
  return `${microseconds.slice(0, -6)}.${microseconds.slice(-6)}`.padStart(NO_TIME.length)
}

function plain(_style: Style, text: string): string {
  return text
}
