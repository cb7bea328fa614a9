/** What a service's file says of its commands, and whether systemd takes it. */

import { signalNumber } from '../programs/signals.js'
import { parseExecLine, splitWords } from './exec-line.js'
import { exitCodeOf } from './exit-names.js'
import type { ExecPhase, ServiceType, SuccessStatus, UnitConfig, UnitExec } from './unit.js'

/** "Section.Key" to its values in order. */
type Settings = ReadonlyMap<string, readonly string[]>

const KEYS: Readonly<Record<ExecPhase, string>> = {
  'start-pre': 'ExecStartPre',
  start: 'ExecStart',
  'start-post': 'ExecStartPost',
  reload: 'ExecReload',
  stop: 'ExecStop',
}
/** RestartSec of a file that doesn't say. */
const RESTART_DELAY = 100_000_000n

/** DefaultTimeoutStartSec */
const START_TIMEOUT = 90_000_000_000n

export function isYes(value: string | undefined): boolean {
  return /^(?:1|yes|y|true|t|on)$/i.test(value ?? '')
}

export function readExec(settings: Settings, type: ServiceType): UnitExec {
  const values = (key: string) => settings.get(`Service.${key}`) ?? []
  const lines = (phase: ExecPhase) => values(KEYS[phase]).flatMap(line => parseExecLine(line) ?? [])
  const startTimeout = startTimeoutOf(settings, type)
  const workingDirectory = values('WorkingDirectory').at(-1)?.replace(/^-/, '')
  return {
    commands: {
      'start-pre': lines('start-pre'),
      start: lines('start'),
      'start-post': lines('start-post'),
      reload: lines('reload'),
      stop: lines('stop'),
    },
    environment: values('Environment').flatMap(splitWords).filter(isAssignment),
    environmentFiles: values('EnvironmentFile').map(value => {
      return { path: value.replace(/^-/, ''), isOptional: value.startsWith('-') }
    }),
    ...(workingDirectory !== undefined && { workingDirectory }),
    restartDelay: seconds(values('RestartSec').at(-1)) ?? RESTART_DELAY,
    success: successOf(values('SuccessExitStatus').flatMap(splitWords)),
    ...(startTimeout !== undefined && { startTimeout }),
    isPlayed: false,
  }
}

/** Words that are no status are passed over, as systemd does with a warning. */
function successOf(words: readonly string[]): SuccessStatus {
  const codes = words.map(word => (/^\d+$/.test(word) ? Number(word) : exitCodeOf(word)))
  return {
    exitCodes: codes.flatMap(code => (code !== undefined && code < 256 ? [code] : [])),
    signals: words.flatMap((word, index) => (codes[index] === undefined ? (signalNumber(word) ?? []) : [])),
  }
}

/** One that does its work and ends may take as long as it likes. */
function startTimeoutOf(settings: Settings, type: ServiceType): bigint | undefined {
  const given = ['TimeoutStartSec', 'TimeoutSec'].map(key => settings.get(`Service.${key}`)?.at(-1))
  const text = given.find(it => it !== undefined)
  if (text === 'infinity') return undefined
  const limit = seconds(text) ?? (type === 'oneshot' ? 0n : START_TIMEOUT)
  return limit === 0n ? undefined : limit
}

export function isAssignment(text: string): boolean {
  return /^[A-Za-z_]\w*=/.test(text)
}

const UNITS: Readonly<Record<string, bigint>> = {
  ms: 1_000_000n,
  s: 1_000_000_000n,
  sec: 1_000_000_000n,
  m: 60_000_000_000n,
  min: 60_000_000_000n,
  h: 3_600_000_000_000n,
}

/** Nanoseconds of a time such as "5", "100ms" or "1min 30s"; undefined for what is none. */
function seconds(text = ''): bigint | undefined {
  if (!/^(?:\d+\s*(?:ms|s|sec|m|min|h)?\s*)+$/.test(text)) return undefined
  const parts = [...text.matchAll(/(\d+)\s*(ms|sec|s|min|m|h)?/g)]
  return parts.reduce((sum, [, count = '0', unit = 's']) => sum + BigInt(count) * (UNITS[unit] ?? 0n), 0n)
}

/** What systemd says of a file that it refuses; undefined for one that it takes. */
export function refusalOf({ type, restart, remainAfterExit }: UnitConfig, settings: Settings): string | undefined {
  const starts = settings.get('Service.ExecStart') ?? []
  const hasStop = (settings.get('Service.ExecStop') ?? []).length > 0
  const first = starts[0] === undefined ? undefined : parseExecLine(starts[0])?.argv[0]
  if (first?.includes('/') && !first.startsWith('/')) {
    return 'Unit configuration has fatal error, unit will not be started.'
  }
  if (starts.length === 0) {
    if (!hasStop) return 'Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.'
    if (!remainAfterExit) {
      return 'Service has no ExecStart= and no SuccessAction= settings and does not have RemainAfterExit=yes set. Refusing.'
    }
    return undefined
  }
  if (type !== 'oneshot' && starts.length > 1) {
    return 'Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.'
  }
  if (type === 'oneshot' && restart === 'always') {
    return "Service has Restart= set to either always or on-success, which isn't allowed for Type=oneshot services. Refusing."
  }
  return undefined
}
