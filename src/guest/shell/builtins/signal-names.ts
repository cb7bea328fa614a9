/** Signals as shells name them. */
import { signalName, signalNumber } from '../../programs/signals.js'
import type { Shell } from '../shell.js'

const MIN = 34
const MAX = 64
const MIDDLE = 49

/** Without SIG: "TERM", "RTMIN+1"; undefined for what is none. */
export function nameOfSignal(number: number): string | undefined {
  const name = signalName(number)
  if (name === 'POLL') return 'IO'
  if (name !== undefined) return name
  if (number < MIN || number > MAX) return undefined
  if (number === MIN) return 'RTMIN'
  if (number === MAX) return 'RTMAX'
  return number <= MIDDLE ? `RTMIN+${number - MIN}` : `RTMAX-${MAX - number}`
}

/** Of "TERM", "SIGTERM" (not for dash), "15"; undefined for what is no signal. */
export function numberOfSignal({ dialect }: Shell, text: string): number | undefined {
  if (/^\d+$/.test(text)) return nameOfSignal(Number(text)) === undefined ? undefined : Number(text)
  const name = dialect.name === 'dash' ? text.toUpperCase() : text.toUpperCase().replace(/^SIG/, '')
  if (name === 'IO') return signalNumber('POLL')
  if (name.startsWith('SIG')) return undefined
  const [, end, offset] = /^RT(MIN|MAX)(?:[+-](\d+))?$/.exec(name) ?? []
  if (end !== undefined) return end === 'MIN' ? MIN + Number(offset ?? 0) : MAX - Number(offset ?? 0)
  return signalNumber(name)
}

export function allSignals(): readonly number[] {
  return Array.from({ length: MAX }, (_, index) => index + 1).filter(number => nameOfSignal(number) !== undefined)
}

/** Five to a line, of `kill -l` and `trap -l`. */
export function signalTable(): string {
  const numbers = allSignals()
  return numbers
    .map((number, index) => {
      const isLast = index === numbers.length - 1
      const end = isLast ? '\t\n' : index % 5 === 4 ? '\n' : '\t'
      return `${String(number).padStart(2)}) SIG${nameOfSignal(number)}${end}`
    })
    .join('')
}
