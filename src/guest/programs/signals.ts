/** Signals of Linux (x86-64) by number, as procps names them. */
export const SIGNALS = [
  'HUP',
  'INT',
  'QUIT',
  'ILL',
  'TRAP',
  'ABRT',
  'BUS',
  'FPE',
  'KILL',
  'USR1',
  'SEGV',
  'USR2',
  'PIPE',
  'ALRM',
  'TERM',
  'STKFLT',
  'CHLD',
  'CONT',
  'STOP',
  'TSTP',
  'TTIN',
  'TTOU',
  'URG',
  'XCPU',
  'XFSZ',
  'VTALRM',
  'PROF',
  'WINCH',
  'POLL',
  'PWR',
  'SYS',
] as const

const MOST_SIGNALS = 64

/** The number of "9", "KILL" or "SIGKILL"; undefined for what is no signal. */
export function signalNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= MOST_SIGNALS ? Number(text) : undefined
  const index = (SIGNALS as readonly string[]).indexOf(text.toUpperCase().replace(/^SIG/, ''))
  return index === -1 ? undefined : index + 1
}

export function signalName(number: number): string | undefined {
  return SIGNALS[number - 1]
}

/** Those that do nothing to a process that doesn't expect them. */
export const IGNORED: readonly (string | undefined)[] = ['CHLD', 'CONT', 'URG', 'WINCH']
/** Those that stop a process until it is continued. */
export const STOPPING: readonly (string | undefined)[] = ['STOP', 'TSTP', 'TTIN', 'TTOU']

/** Tests call this too, and those in plain JavaScript have no types. */
export function assertSignal(signal: unknown): void {
  if (Number.isInteger(signal) && Number(signal) >= 0 && Number(signal) <= MOST_SIGNALS) return
  const number = typeof signal === 'string' ? signalNumber(signal) : undefined
  const hint = number === undefined ? '' : `. ${signal} is ${number}.`
  const got = typeof signal === 'bigint' ? `${signal}n` : JSON.stringify(signal)
  throw new TypeError(`signal: expected the number of a signal such as 15, got ${got}${hint}`)
}
