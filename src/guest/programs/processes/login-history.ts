/** What last(1) makes of the records of wtmp: how long each boot and each login has lasted, and how it came to its end. */
import type { SessionConfig } from '../../config.js'
import { BOOT_TIME, DEAD_PROCESS, isShutdown, RUN_LVL, USER_PROCESS } from '../../utmp.js'

export interface Stay {
  readonly record: SessionConfig
  readonly user: string
  readonly line: string
  readonly fate: 'normal' | 'down' | 'crash' | 'running' | 'logged in' | 'gone'
  /** The record that ends it; absent where nothing has. */
  readonly end?: SessionConfig
}

/** The newest first. `isThere`: whether somebody is still logged in. */
export function stays(
  records: readonly SessionConfig[],
  isThere: (record: SessionConfig) => boolean,
  withSystem: boolean,
): readonly Stay[] {
  const all = records.flatMap((record, index) => stay(record, records.slice(index + 1), isThere) ?? [])
  return all.filter(({ record }) => withSystem || record.type !== RUN_LVL).reverse()
}

function stay(
  record: SessionConfig,
  later: readonly SessionConfig[],
  isThere: (record: SessionConfig) => boolean,
): Stay | undefined {
  const { type, user, line, pid } = record
  if (type === BOOT_TIME) return lasting(record, 'reboot', 'system boot', later.find(isShutdown))
  if (isShutdown(record)) return lasting(record, 'shutdown', 'system down', later.find(isBoot))
  if (type === RUN_LVL) {
    const level = String.fromCharCode(pid & 0xff)
    return lasting(record, 'runlevel', `(to lvl ${level})`, later.find(isRunLevel))
  }
  if (type !== USER_PROCESS) return undefined
  const end = later.find(other => isBoot(other) || isShutdown(other) || isSameLine(record, other))
  if (end === undefined) return { record, user, line, fate: isThere(record) ? 'logged in' : 'gone' }
  return { record, user, line, end, fate: isBoot(end) ? 'crash' : isShutdown(end) ? 'down' : 'normal' }
}

function lasting(record: SessionConfig, user: string, line: string, end: SessionConfig | undefined): Stay {
  return { record, user, line, ...(end === undefined ? { fate: 'running' } : { fate: 'normal', end }) }
}

const isBoot = ({ type }: SessionConfig) => type === BOOT_TIME
const isRunLevel = ({ type }: SessionConfig) => type === RUN_LVL

function isSameLine({ line }: SessionConfig, other: SessionConfig): boolean {
  return other.line === line && (other.type === USER_PROCESS || other.type === DEAD_PROCESS)
}
