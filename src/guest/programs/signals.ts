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

/** The number of "9", "KILL" or "SIGKILL"; undefined for what is no signal. */
export function signalNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= 64 ? Number(text) : undefined
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
