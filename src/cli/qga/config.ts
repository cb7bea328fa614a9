/** The configuration of qemu-ga: what config file and command line make together, and how -D prints it. */

import { KeyFile, toKeyFileValue } from '../../agent/key-file.js'
import type { Family } from '../../guest/config.js'
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

/** The devices that the transports have without -p, and where files are. */
const POSIX = {
  paths: { 'virtio-serial': '/dev/virtio-ports/org.qemu.guest_agent.0', 'isa-serial': '/dev/ttyS0' },
  pidfile: '/var/run/qemu-ga.pid',
  statedir: '/var/run',
}
const DEFAULTS: Readonly<Record<Family, typeof POSIX>> = {
  linux: POSIX,
  freebsd: { ...POSIX, paths: { ...POSIX.paths, 'virtio-serial': '/dev/vtcon/org.qemu.guest_agent.0' } },
  windows: {
    paths: { 'virtio-serial': '\\\\.\\Global\\org.qemu.guest_agent.0', 'isa-serial': 'COM1' },
    pidfile: 'C:\\ProgramData\\qemu-ga\\qemu-ga.pid',
    statedir: 'C:\\ProgramData\\qemu-ga',
  },
}

export function defaultConfig(family: Family): QgaConfig {
  const { pidfile, statedir } = DEFAULTS[family]
  return {
    daemon: false,
    method: 'virtio-serial',
    path: undefined,
    logfile: undefined,
    fsfreezeHook: undefined,
    pidfile,
    statedir,
    verbose: false,
    retryPath: false,
    block: [],
    allow: [],
  }
}

/** Undefined: the method has none, one must be given. */
export function channelPath({ method, path }: QgaConfig, family: Family): string | undefined {
  const paths: Readonly<Record<string, string>> = DEFAULTS[family].paths
  return path ?? paths[method]
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
  if (isIn(version, SINCE.blacklist) && file.has('general', 'blacklist')) {
    // It warns before it looks at the value, and doesn't look at the other key at all.
    if (differencesOf(version).warnsOfBlacklist) warn(BLACKLIST_WARNING)
    config.block.push(...splitList(string('blacklist') ?? ''))
  } else if (isIn(version, SINCE.blockRpcs)) config.block.push(...splitList(string('block-rpcs') ?? ''))
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
export function dumpConfig(config: QgaConfig, version: string, family: Family): string {
  const path = channelPath(config, family)
  const lines = [
    ['daemon', config.daemon],
    ['method', config.method],
    ...(path === undefined ? [] : [['path', path]]),
    ...(config.logfile === undefined ? [] : [['logfile', config.logfile]]),
    ['pidfile', config.pidfile],
    ...(config.fsfreezeHook === undefined ? [] : [['fsfreeze-hook', config.fsfreezeHook]]),
    ['statedir', config.statedir],
    ['verbose', config.verbose],
    ...(isIn(version, SINCE.retryPath) ? [['retry-path', config.retryPath]] : []),
    [isIn(version, SINCE.blockRpcs) ? 'block-rpcs' : 'blacklist', config.block.join(',')],
    ...(isIn(version, SINCE.allowRpcs) ? [['allow-rpcs', config.allow.join(',')]] : []),
  ]
  return `[general]\n${lines.map(([key, value]) => `${key}=${toKeyFileValue(String(value))}\n`).join('')}`
}
