import { findProfile } from '../../agent/versions.js'
import { CommandFailure, FAILURE, OK } from '../exit-status.js'
import type { Terminal } from '../terminal.js'
import {
  ConfigError,
  type Early,
  findSimulated,
  type QgaCommandLine,
  readCommandLine,
  type Simulated,
} from './command-line.js'
import { channelPath, dumpConfig } from './config.js'
import { differencesOf } from './differences.js'
import { GetoptError } from './getopt.js'
import { glibMessage } from './glib-message.js'
import { help } from './help.js'
import { serveAgent } from './serve-agent.js'

const ARGV0 = 'mockvm qga'

/** Set for the process that -d leaves behind. */
const DAEMON = 'MOCKVM_QGA_DAEMON'

/** `mockvm qga …`: takes the place of qemu-ga in what starts it. Resolves with the exit status. */
export async function runQga(args: readonly string[], terminal: Terminal): Promise<number> {
  const { stdout, stderr, env } = terminal
  const complain = ({ message }: GetoptError) => void stderr.write(`${ARGV0}: ${message}\n`)
  const simulated = findSimulated(args)
  let line: ReturnType<typeof readCommandLine>
  try {
    line = readCommandLine(args, env, simulated, {
      getopt: complain,
      warning: text => glibMessage('WARNING', text, terminal),
    })
  } catch (error) {
    if (error instanceof GetoptError) {
      complain(error)
      stdout.write(`Unknown option, try '${ARGV0} --help' for more information.\n`)
      return FAILURE
    }
    if (error instanceof ConfigError) return critical(error.message, terminal)
    throw error
  }
  if ('early' in line) {
    stdout.write(answer(line.early, simulated))
    return OK
  }
  const path = channelPath(line.config, line.family)
  if (path === undefined) return critical('must specify a path for this channel', terminal)
  if (line.dumpConf) {
    stdout.write(dumpConfig(line.config, line.agentVersion, line.family))
    return OK
  }
  return start(args, line, path, terminal)
}

async function start(args: readonly string[], line: QgaCommandLine, path: string, terminal: Terminal): Promise<number> {
  const { config, agentVersion, family } = line
  if (family === 'windows') {
    throw new CommandFailure(
      `${ARGV0}: the agent of a Windows guest knows no unix-listen, and only that is simulated. Use mockvm serve.`,
    )
  }
  if (['virtio-serial', 'isa-serial', 'vsock-listen'].includes(config.method)) {
    throw new CommandFailure(
      `${ARGV0}: only the method unix-listen is simulated, not ${config.method}. Use -m unix-listen -p PATH; ` +
        'for a guest behind virtio-serial use mockvm serve.',
    )
  }
  if (!config.daemon) return serveAgent(line, path, 'foreground', terminal)
  if (terminal.env[DAEMON] === '1') return serveAgent(line, path, 'daemon', terminal)
  const again = [['qga', ...args], { [DAEMON]: '1' }] as const
  if (differencesOf(agentVersion).forksFirst) {
    // What goes wrong from here on shows in the log only, and nobody waits for the socket.
    terminal.startDetached(...again)
    return OK
  }
  const status = await serveAgent(line, path, 'trial', terminal)
  if (status === OK) await terminal.startDetachedUntilReady(...again)
  return status
}

function critical(text: string, terminal: Terminal): number {
  glibMessage('CRITICAL', text, terminal)
  return FAILURE
}

function answer(early: Early, { agentVersion, family }: Simulated): string {
  switch (early) {
    case 'help':
      return help(ARGV0, agentVersion)
    case 'version':
      return `QEMU Guest Agent ${agentVersion}\n`
    case 'list-commands': {
      const { commands } = findProfile(agentVersion, family)
      // In the order of registration, which is the reverse of that of guest-info.
      return [...commands.keys()]
        .toReversed()
        .map(name => `${name}\n`)
        .join('')
    }
  }
}
