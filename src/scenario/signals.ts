/** Signals of Linux on x86-64 by name, for a program that a scenario lets die. */
const SIGNALS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGSYS: 31,
}

export const SIGNAL_NAMES = Object.keys(SIGNALS)

/** The number of a signal given by name ("SIGKILL", "KILL") or number (1 to 64); undefined when there is none such. */
export function signalNumber(value: number | string): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 1 && value <= 64 ? value : undefined
  const name = value.startsWith('SIG') ? value : `SIG${value}`
  return Object.hasOwn(SIGNALS, name) ? SIGNALS[name] : undefined
}
