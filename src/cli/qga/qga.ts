import { commands } from '../../commands/registry.js'
import { nearest } from '../../scenario/did-you-mean.js'
import { vocabulary } from '../../vm.js'
import { CommandFailure, FAILURE, OK } from '../exit-status.js'
import type { Terminal } from '../terminal.js'
import { ConfigError, type Early, type QgaCommandLine, readCommandLine } from './command-line.js'
import { channelPath, dumpConfig } from './config.js'
import { GetoptError } from './getopt.js'
import { help } from './options.js'
import { serveAgent } from './serve-agent.js'

const ARGV0 = 'mockvm qga'

/** Set for the process that -d leaves behind. */
const DAEMON = 'MOCKVM_QGA_DAEMON'

/** `mockvm qga …`: takes the place of qemu-ga in what starts it. Resolves with the exit status. */
export async function runQga(args: readonly string[], terminal: Terminal): Promise<number> {
  const { stdout, stderr, env } = terminal
  let line: ReturnType<typeof readCommandLine>
  try {
    line = readCommandLine(args, env)
  } catch (error) {
    if (error instanceof GetoptError) {
      stderr.write(`${ARGV0}: ${error.message}\n`)
      stdout.write(`Unknown option, try '${ARGV0} --help' for more information.\n`)
      return FAILURE
    }
    if (error instanceof ConfigError) return critical(error.message, terminal)
    throw error
  }
  checkVersion(line.agentVersion)
  if ('early' in line) {
    stdout.write(answer(line.early, line.agentVersion))
    return OK
  }
  const path = channelPath(line.config)
  if (path === undefined) return critical('must specify a path for this channel', terminal)
  if (line.dumpConf) {
    stdout.write(dumpConfig(line.config, line.agentVersion))
    return OK
  }
  return start(args, line, path, terminal)
}

async function start(args: readonly string[], line: QgaCommandLine, path: string, terminal: Terminal): Promise<number> {
  const { config } = line
  if (['virtio-serial', 'isa-serial', 'vsock-listen'].includes(config.method)) {
    throw new CommandFailure(
      `${ARGV0}: only the method unix-listen is simulated, not ${config.method}. Use -m unix-listen -p PATH; ` +
        'for a guest behind virtio-serial use mockvm serve.',
    )
  }
  const isDaemon = terminal.env[DAEMON] === '1'
  if (config.daemon && !isDaemon) {
    // Like 2.11, which forks before it opens the channel: what goes wrong from here on shows in the log only.
    terminal.startDetached(['qga', ...args], { [DAEMON]: '1' })
    return OK
  }
  return serveAgent(line, path, isDaemon, terminal)
}

/** What GLib's own handler prints while the log of the agent is not open yet. */
function critical(text: string, { stderr, pid }: Terminal): number {
  stderr.write(`\n** (process:${pid}): CRITICAL **: ${text}\n`)
  return FAILURE
}

function checkVersion(version: string): void {
  const versions = vocabulary.agentVersions
  if (versions.includes(version)) return
  const meant = nearest(version, versions)
  throw new CommandFailure(
    `${ARGV0}: --agent-version: expected one of ${versions.join(', ')}, got ${version}.` +
      (meant === undefined ? '' : ` Did you mean ${meant}?`),
  )
}

function answer(early: Early, version: string): string {
  switch (early) {
    case 'help':
      return help(ARGV0)
    case 'version':
      return `QEMU Guest Agent ${version}\n`
    case 'list-commands': {
      const names = commands.map(({ name }) => name)
      // 2.11 registers its commands by name, later versions in the order of the schema.
      const ordered = version.startsWith('2.') ? names.toSorted() : names
      return ordered.map(name => `${name}\n`).join('')
    }
  }
}
