/** How the distributions set up new accounts: /etc/login.defs and /etc/default/useradd, where an image has them. */
import { distributionIds, isRedHat } from '../../distribution.js'
import type { Tool } from '../tool.js'

export interface AccountPolicy {
  readonly shell: string
  readonly home: string
  readonly skeleton: string
  /** Whether an account gets a home unless it is told not to. */
  readonly createsHome: boolean
  readonly homeMode: number
  /** Where an account gets a mailbox; undefined: nowhere. */
  readonly mailSpool: string | undefined
  readonly defaultGroup: number
  readonly ids: IdRange
  readonly systemIds: IdRange
  /** Days: at least, at most, and when to warn. */
  readonly passwordDays: readonly [minimum: string, maximum: string, warning: string]
  /** Red Hat allows what is portable; Debian nearly all. */
  readonly isStrict: boolean
}

export interface IdRange {
  readonly first: number
  readonly last: number
}

export function accountPolicy({ files, guest }: Tool): AccountPolicy {
  const ids = distributionIds(guest.config.osRelease)
  const isStrict = isRedHat(guest.config.osRelease)
  const defs = settings('/etc/login.defs', /^\s*([A-Z_]+)\s+(\S+)/gm)
  const defaults = settings('/etc/default/useradd', /^([A-Z_]+)=(.*)$/gm)
  const number = (name: string, otherwise: number) => {
    const text = defs.get(name)
    return text !== undefined && /^\d+$/.test(text) ? Number(text) : otherwise
  }
  const umask = defs.get('UMASK')
  const homeMode = defs.get('HOME_MODE') ?? (umask && (0o777 & ~Number.parseInt(umask, 8)).toString(8))
  const createsMailbox = (defaults.get('CREATE_MAIL_SPOOL') ?? (isStrict ? 'yes' : 'no')) === 'yes'
  return {
    shell: defaults.get('SHELL') ?? (isStrict ? '/bin/bash' : '/bin/sh'),
    home: defaults.get('HOME') ?? '/home',
    skeleton: defaults.get('SKEL') ?? '/etc/skel',
    createsHome: (defs.get('CREATE_HOME') ?? (isStrict ? 'yes' : 'no')) === 'yes',
    homeMode: homeMode === undefined ? usualHomeMode(ids) : Number.parseInt(homeMode, 8),
    mailSpool: createsMailbox ? (defs.get('MAIL_DIR') ?? '/var/spool/mail') : undefined,
    defaultGroup: Number(defaults.get('GROUP') ?? 100),
    ids: { first: number('UID_MIN', 1000), last: number('UID_MAX', 60_000) },
    systemIds: { first: number('SYS_UID_MIN', isStrict ? 201 : 101), last: number('SYS_UID_MAX', 999) },
    passwordDays: [
      defs.get('PASS_MIN_DAYS') ?? '0',
      defs.get('PASS_MAX_DAYS') ?? '99999',
      defs.get('PASS_WARN_AGE') ?? '7',
    ],
    isStrict,
  }

  function settings(path: string, pattern: RegExp): Map<string, string> {
    const text = files.exists(path) ? files.readFile(path, 'utf8') : ''
    return new Map([...text.matchAll(pattern)].map(([, name = '', value = '']) => [name, value]))
  }
}

/** Without a word in login.defs. */
function usualHomeMode(ids: readonly string[]): number {
  if (ids.includes('ubuntu')) return 0o750
  return ids.includes('debian') ? 0o755 : 0o700
}

/** Where mail of an account lies, whether it is there or not. */
export function mailbox(policy: AccountPolicy, name: string): string {
  return `${policy.mailSpool ?? (policy.isStrict ? '/var/spool/mail' : '/var/mail')}/${name}`
}

/** The next one past the highest in use, or the highest that is free. */
export function freeId({ first, last }: IdRange, isTaken: (id: number) => boolean): number | undefined {
  let highest = last
  while (highest >= first && !isTaken(highest)) highest--
  if (highest < last) return highest + 1
  for (let id = first; id <= last; id++) if (!isTaken(id)) return id
  return undefined
}

/** Of a system account: the one below the lowest in use, or the highest that is free. */
export function freeSystemId({ first, last }: IdRange, isTaken: (id: number) => boolean): number | undefined {
  let lowest = first
  while (lowest <= last && !isTaken(lowest)) lowest++
  if (lowest > first) return lowest - 1
  for (let id = last; id >= first; id--) if (!isTaken(id)) return id
  return undefined
}

const LONGEST_NAME = 32

export function isName(name: string, { isStrict }: AccountPolicy): boolean {
  if (name === '' || name.length > LONGEST_NAME || name === '.' || name === '..') return false
  if (isStrict) return /^[A-Za-z0-9_.][A-Za-z0-9_.-]*\$?$/.test(name) && !/^\d+$/.test(name)
  return !/^[-+~]|[:,/\s]/.test(name)
}
