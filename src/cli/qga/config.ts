/** The configuration of qemu-ga: what config file and command line make together, and how -D prints it. */
import { KeyFile } from './key-file.js'

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

/** Lays the section [general] over the configuration. @throws KeyFileError */
export function applyConfigFile(config: QgaConfig, text: string): void {
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
  config.retryPath = boolean('retry-path') ?? config.retryPath
  config.block.push(...splitList(string('blacklist') ?? string('block-rpcs') ?? ''))
  config.allow.push(...splitList(string('allow-rpcs') ?? ''))
}

/** What -D prints. Versions from 5.2 know retry-path, from 7.2 block-rpcs, 11.1 allow-rpcs. */
export function dumpConfig(config: QgaConfig, version: string): string {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const since = (wantedMajor: number, wantedMinor: number) =>
    major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
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
    ...(since(5, 2) ? [`retry-path=${config.retryPath}`] : []),
    `${since(7, 2) ? 'block-rpcs' : 'blacklist'}=${config.block.join(',')}`,
    ...(since(11, 1) || config.allow.length > 0 ? [`allow-rpcs=${config.allow.join(',')}`] : []),
  ]
  return `${lines.join('\n')}\n`
}
