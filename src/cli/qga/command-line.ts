import { readFileSync } from 'node:fs'
import { strerror } from '../strerror.js'
import { applyConfigFile, DEFAULT_FSFREEZE_HOOK, defaultConfig, type QgaConfig, splitList } from './config.js'
import { GetoptError, getopt, type ParsedOption } from './getopt.js'
import { QGA_OPTIONS, type QgaOptionKey } from './options.js'

/** What a command line asks for, besides the configuration. */
export interface QgaCommandLine {
  readonly config: QgaConfig
  readonly dumpConf: boolean
  readonly agentVersion: string
  readonly scenario?: string
  readonly seed?: string
}

/** Something to print and be done with, met before the end of the command line. */
export type Early = 'help' | 'version' | 'list-commands'

export class ConfigError extends Error {}

export const DEFAULT_VERSION = '2.11.0'

/**
 * Config file first, command line over it: lists are added, other values replaced.
 *
 * @throws GetoptError
 * @throws ConfigError
 */
export function readCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): QgaCommandLine | { readonly early: Early; readonly agentVersion: string } {
  const config = defaultConfig()
  loadConfigFile(config, args, env)
  const own: { agentVersion: string; dumpConf: boolean; scenario?: string; seed?: string } = {
    agentVersion: versionAsked(args),
    dumpConf: false,
  }
  for (const option of getopt(args, QGA_OPTIONS)) {
    const key = option.key as QgaOptionKey
    const value = option.value ?? ''
    if (key === 'help' || key === 'version') return { early: key, agentVersion: own.agentVersion }
    if (key === 'block' && (value === '?' || value === 'help')) {
      return { early: 'list-commands', agentVersion: own.agentVersion }
    }
    if (key === 'dumpConf') own.dumpConf = true
    else if (key === 'scenario' || key === 'seed') own[key] = value
    else apply(config, key, option)
  }
  return { config, ...own }
}

type ConfigKey = Exclude<QgaOptionKey, 'help' | 'version' | 'dumpConf' | 'scenario' | 'seed'>

function apply(config: QgaConfig, key: ConfigKey, { value = '' }: ParsedOption): void {
  switch (key) {
    case 'verbose':
    case 'daemon':
    case 'retryPath':
      config[key] = true
      break
    case 'block':
    case 'allow':
      config[key].push(...splitList(value))
      break
    case 'fsfreezeHook':
      config.fsfreezeHook = value === '' ? DEFAULT_FSFREEZE_HOOK : value
      break
    case 'method':
    case 'path':
    case 'logfile':
    case 'pidfile':
    case 'statedir':
      config[key] = value
      break
    case 'agentVersion':
    case 'config':
      // Looked for before anything else is read.
      break
  }
}

/** The file of -c must be there, that of QGA_CONF need not; the host's /etc/qemu/qemu-ga.conf is not for us. */
function loadConfigFile(
  config: QgaConfig,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): void {
  const asked = lastValue(args, 'config')
  const path = asked ?? env.QGA_CONF
  if (path === undefined) return
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (asked === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw new ConfigError(`error loading configuration from path: ${path}, ${strerror(error)}`)
  }
  try {
    applyConfigFile(config, text)
  } catch (error) {
    throw new ConfigError(`error loading configuration from path: ${path}, ${(error as Error).message}`)
  }
}

function versionAsked(args: readonly string[]): string {
  return lastValue(args, 'agentVersion') ?? DEFAULT_VERSION
}

/** What an option says that counts wherever it stands; errors are left to the reading proper. */
function lastValue(args: readonly string[], wanted: QgaOptionKey): string | undefined {
  let found: string | undefined
  try {
    for (const { key, value } of getopt(args, QGA_OPTIONS)) if (key === wanted) found = value
  } catch (error) {
    if (!(error instanceof GetoptError)) throw error
  }
  return found
}
