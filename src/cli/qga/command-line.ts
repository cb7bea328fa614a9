import { readFileSync, statSync } from 'node:fs'
import type { Family } from '../../guest/config.js'
import { inFull } from '../../qapi/version.js'
import { loadScenario } from '../../scenario/load.js'
import { strerror } from '../../strerror.js'
import { vocabulary } from '../../vm.js'
import { CommandFailure } from '../exit-status.js'
import { applyConfigFile, DEFAULT_FSFREEZE_HOOK, defaultConfig, type QgaConfig, splitList } from './config.js'
import { differencesOf } from './differences.js'
import { type GetoptError, getopt, type ParsedOption } from './getopt.js'
import { ALL_OPTIONS, optionsOf, type QgaOptionKey } from './options.js'

/** Whose command line it is: what is asked for in words of our own. */
export interface Simulated {
  /** In three parts. */
  readonly agentVersion: string
  readonly family: Family
  readonly scenario?: string
  readonly seed?: string
}

/** What a command line asks for, besides the configuration. */
export interface QgaCommandLine extends Simulated {
  readonly config: QgaConfig
  readonly dumpConf: boolean
}

/** Something to print and be done with, met before the end of the command line. */
export type Early = 'help' | 'version' | 'list-commands'

export class ConfigError extends Error {}

/** Told what comes to light before the command line is read to its end. */
export interface Complaints {
  getopt(error: GetoptError): void
  warning(text: string): void
}

/**
 * The version and the guest that a command line is for: `--agent-version`, else what the scenario says.
 *
 * @throws CommandFailure
 * @throws ScenarioError
 */
export function findSimulated(args: readonly string[]): Simulated {
  const own: Partial<Record<QgaOptionKey, string>> = {}
  // Without a version it isn't known yet which options are good.
  for (const { key, value = '' } of getopt(args, ALL_OPTIONS, () => {})) own[key as QgaOptionKey] = value
  const { scenario, seed } = own
  const loaded = loadScenario(scenario, { vocabulary })
  const { family } = loaded.guest
  const given = own.agentVersion ?? loaded.agent.version
  if (!vocabulary.isAgentVersion(given, family)) {
    const expected = vocabulary.agentVersionExpected(family)
    throw new CommandFailure(`mockvm qga: --agent-version: expected ${expected}, got ${given}`)
  }
  const agentVersion = inFull(given)
  return { agentVersion, family, ...(scenario !== undefined && { scenario }), ...(seed !== undefined && { seed }) }
}

/**
 * Config file first, command line over it: lists are added, other values replaced.
 *
 * @throws GetoptError
 * @throws ConfigError
 */
export function readCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  simulated: Simulated,
  complaints: Complaints,
): QgaCommandLine | { readonly early: Early } {
  const { agentVersion, family } = simulated
  const options = optionsOf(agentVersion)
  const config = defaultConfig(family)
  let asked: string | undefined
  if (differencesOf(agentVersion).readsTwice) {
    for (const { key, value } of getopt(args, options, complaints.getopt)) if (key === 'config') asked = value
  }
  loadConfigFile(config, asked, env.QGA_CONF, agentVersion, complaints)
  let dumpConf = false
  for (const option of getopt(args, options)) {
    const key = option.key as QgaOptionKey
    if (key === 'help' || key === 'version') return { early: key }
    if (key === 'block' && (option.value === '?' || option.value === 'help')) return { early: 'list-commands' }
    if (key === 'dumpConf') dumpConf = true
    else apply(config, key, option)
  }
  return { ...simulated, config, dumpConf }
}

function apply(config: QgaConfig, key: QgaOptionKey, { value }: ParsedOption): void {
  switch (key) {
    case 'verbose':
    case 'daemon':
    case 'retryPath':
      config[key] = true
      break
    case 'block':
    case 'allow':
      config[key].push(...splitList(value ?? ''))
      break
    case 'fsfreezeHook':
      config.fsfreezeHook = value ?? DEFAULT_FSFREEZE_HOOK
      break
    case 'method':
    case 'path':
    case 'logfile':
    case 'pidfile':
    case 'statedir':
      config[key] = value ?? ''
      break
    default:
      // Looked for before anything else is read, or acted upon at once.
      break
  }
}

/** The file of -c must be there, that of QGA_CONF need not; the host's /etc/qemu/qemu-ga.conf is not for us. */
function loadConfigFile(
  config: QgaConfig,
  asked: string | undefined,
  preset: string | undefined,
  version: string,
  { warning }: Complaints,
): void {
  const path = asked ?? preset
  if (path === undefined) return
  try {
    applyConfigFile(config, readKeyFile(path), version, warning)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (asked === undefined && code === 'ENOENT') return
    const reason = code === undefined ? message : strerror(error)
    throw new ConfigError(`error loading configuration from path: ${path}, ${reason}`)
  }
}

function readKeyFile(path: string): string {
  if (!statSync(path).isFile()) throw new Error('Not a regular file')
  return readFileSync(path, 'utf8')
}
