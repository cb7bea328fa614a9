/** The configuration of qemu-ga: what config file and command line make together, and how -D prints it. */

import { KeyFile } from '../../agent/key-file.js'
import { differencesOf } from './differences.js'
import { isIn } from './options.js'

export interface QgaConfig {
  daemon: boolean
  method: string
  path: string | undefined
  logfile: string | undefined
  pidfile: string
  fsfreezeHook: string | undefined
  statedir: string
  verbose: boolean
  retryPath: boolean
  /** In the order in which -D prints them. */
  block: string[]
  allow: string[]
}

export const DEFAULT_FSFREEZE_HOOK = '/etc/qemu/fsfreeze-hook'

export function defaultConfig(): QgaConfig {
  return {
    daemon: false,
    method: 'virtio-serial',
    path: undefined,
    logfile: undefined,
    fsfreezeHook: undefined,
    pidfile: '/var/run/qemu-ga.pid',
    statedir: '/var/run',
    verbose: false,
    retryPath: false,
    block: [],
    allow: [],
  }
}

/** The devices that the transports have without -p. */
const DEFAULT_PATHS: Readonly<Record<string, string>> = {
  'virtio-serial': '/dev/virtio-ports/org.qemu.guest_agent.0',
  'isa-serial': '/dev/ttyS0',
}

/** Undefined: the method has none, one must be given. */
export function channelPath({ method, path }: QgaConfig): string | undefined {
  return path ?? DEFAULT_PATHS[method]
}

/** A comma list, each one being prepended to what stands before: it comes out the wrong way round. */
export function splitList(list: string): string[] {
  return list === '' ? [] : list.split(',').reverse()
}

/**
 * Lays the section [general] over the configuration, as that version reads it.
 *
 * @param warn Told what it warns of.
 * @throws KeyFileError
 */
export function applyConfigFile(
  config: QgaConfig,
  text: string,
  version: string,
  warn: (text: string) => void = () => {},
): void {
  const file = new KeyFile(text)
  const string = (key: string) => file.string('general', key)
  const boolean = (key: string) => file.boolean('general', key)
  config.daemon = boolean('daemon') ?? config.daemon
  config.method = string('method') ?? config.method
  config.path = string('path') ?? config.path
  config.logfile = string('logfile') ?? config.logfile
  config.pidfile = string('pidfile') ?? config.pidfile
  config.fsfreezeHook = string('fsfreeze-hook') ?? config.fsfreezeHook
  config.statedir = string('statedir') ?? config.statedir
  config.verbose = boolean('verbose') ?? config.verbose
  if (isIn(version, SINCE.retryPath)) config.retryPath = boolean('retry-path') ?? config.retryPath
  const blacklist = isIn(version, SINCE.blacklist) ? string('blacklist') : undefined
  if (blacklist !== undefined && differencesOf(version).warnsOfBlacklist) warn(BLACKLIST_WARNING)
  const block = isIn(version, SINCE.blockRpcs) ? string('block-rpcs') : undefined
  config.block.push(...splitList(blacklist ?? block ?? ''))
  if (isIn(version, SINCE.allowRpcs)) config.allow.push(...splitList(string('allow-rpcs') ?? ''))
}

/** Keys that not all versions have. */
const SINCE = {
  retryPath: { since: '5.2' },
  blacklist: { until: '9.1' },
  blockRpcs: { since: '7.2' },
  allowRpcs: { since: '8.1' },
}

const BLACKLIST_WARNING = "config using deprecated 'blacklist' key, should be replaced with the 'block-rpcs' key."

/** What -D prints. */
export function dumpConfig(config: QgaConfig, version: string): string {
  const path = channelPath(config)
  const lines = [
    '[general]',
    `daemon=${config.daemon}`,
    `method=${config.method}`,
    ...(path === undefined ? [] : [`path=${path}`]),
    ...(config.logfile === undefined ? [] : [`logfile=${config.logfile}`]),
    `pidfile=${config.pidfile}`,
    ...(config.fsfreezeHook === undefined ? [] : [`fsfreeze-hook=${config.fsfreezeHook}`]),
    `statedir=${config.statedir}`,
    `verbose=${config.verbose}`,
    ...(isIn(version, SINCE.retryPath) ? [`retry-path=${config.retryPath}`] : []),
    `${isIn(version, SINCE.blockRpcs) ? 'block-rpcs' : 'blacklist'}=${config.block.join(',')}`,
    ...(isIn(version, SINCE.allowRpcs) ? [`allow-rpcs=${config.allow.join(',')}`] : []),
  ]
  return `${lines.join('\n')}\n`
}
