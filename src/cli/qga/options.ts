import { has } from '../../qapi/version.js'
import type { OptionSpec } from './getopt.js'

/** The versions that have something: from the first on, and before the second. */
export interface Versions {
  readonly since?: string
  readonly until?: string
}

export function isIn(version: string, { since, until }: Versions): boolean {
  return (since === undefined || has(version, since)) && (until === undefined || !has(version, until))
}

type QgaOption = Omit<OptionSpec, 'long'> & Versions & { readonly long: Readonly<Record<string, Versions>> }

const ALWAYS: Versions = {}

/**
 * The options of qemu-ga, in the order of its table (getopt lists the possibilities of a shortened one in that order);
 * and, last, those of our own, which have no letters and can't be shortened: they get in the way of no other.
 */
const OPTIONS = [
  { key: 'help', short: 'h', long: { help: ALWAYS }, argument: 'none' },
  { key: 'version', short: 'V', long: { version: ALWAYS }, argument: 'none' },
  { key: 'dumpConf', short: 'D', long: { 'dump-conf': ALWAYS }, argument: 'none' },
  { key: 'logfile', short: 'l', long: { logfile: ALWAYS }, argument: 'required' },
  { key: 'pidfile', short: 'f', long: { pidfile: ALWAYS }, argument: 'required' },
  { key: 'fsfreezeHook', short: 'F', long: { 'fsfreeze-hook': ALWAYS }, argument: 'optional' },
  { key: 'verbose', short: 'v', long: { verbose: ALWAYS }, argument: 'none' },
  { key: 'method', short: 'm', long: { method: ALWAYS }, argument: 'required' },
  { key: 'path', short: 'p', long: { path: ALWAYS }, argument: 'required' },
  { key: 'daemon', short: 'd', long: { daemonize: ALWAYS }, argument: 'none' },
  {
    key: 'block',
    short: 'b',
    long: { 'block-rpcs': { since: '7.2' }, blacklist: { until: '9.1' } },
    argument: 'required',
  },
  { key: 'allow', short: 'a', long: { 'allow-rpcs': ALWAYS }, argument: 'required', since: '8.1' },
  { key: 'config', short: 'c', long: { config: ALWAYS }, argument: 'required', since: '11.1' },
  { key: 'statedir', short: 't', long: { statedir: ALWAYS }, argument: 'required' },
  { key: 'retryPath', short: 'r', long: { 'retry-path': ALWAYS }, argument: 'none', since: '5.2' },
  { key: 'agentVersion', long: { 'agent-version': ALWAYS }, argument: 'required', exact: true },
  { key: 'scenario', long: { scenario: ALWAYS }, argument: 'required', exact: true },
  { key: 'seed', long: { seed: ALWAYS }, argument: 'required', exact: true },
] as const satisfies readonly QgaOption[]

export type QgaOptionKey = (typeof OPTIONS)[number]['key']

/** The options of all versions together: enough to find those of our own among them. */
export const ALL_OPTIONS: readonly OptionSpec[] = OPTIONS.map(option => ({ ...option, long: Object.keys(option.long) }))

/** Those of one version. */
export function optionsOf(version: string): readonly OptionSpec[] {
  const options: readonly QgaOption[] = OPTIONS
  return options
    .filter(option => isIn(version, option))
    .map(option => ({
      ...option,
      long: Object.entries(option.long).flatMap(([name, versions]) => (isIn(version, versions) ? [name] : [])),
    }))
}
