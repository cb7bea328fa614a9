import { chmodSync } from 'node:fs'
import { resolve } from 'node:path/posix'
import { findProfile } from '../../agent/versions.js'
import { findCommand } from '../../commands/registry.js'
import { createVm, type Vm, type VmOptions, vocabulary } from '../../vm.js'
import { FAILURE } from '../exit-status.js'
import { PidFileError, writePidFile } from '../pid-file.js'
import type { Terminal } from '../terminal.js'
import type { QgaCommandLine } from './command-line.js'
import { type Differences, differencesOf } from './differences.js'
import { glibMessage } from './glib-message.js'
import { listenUntilEnd } from './listen.js'
import { QgaLog } from './log.js'
import { LogTarget } from './log-target.js'

/** `trial`: it only sees whether a daemon could be started. */
export type Role = 'foreground' | 'daemon' | 'trial'

/** The umask of a daemon. */
const PRIVATE = 0o700

/** Runs the agent of the command line until it ends; resolves with its exit status. */
export async function serveAgent(line: QgaCommandLine, path: string, role: Role, terminal: Terminal): Promise<number> {
  const vm = await createVm(toVmOptions(line))
  const process = new AgentProcess(line, role, terminal, vm)
  try {
    return process.begin() ?? (await process.run(path))
  } finally {
    await process.end()
  }
}

function toVmOptions({ config, agentVersion, scenario, seed }: QgaCommandLine): VmOptions {
  // The agent's daemon has / for its directory; names that it doesn't know it passes over.
  const known = (names: readonly string[]) => names.filter(name => vocabulary.commandNames.includes(name))
  return {
    ...(scenario !== undefined && { scenario }),
    ...(seed !== undefined && { seed }),
    clock: { mode: 'real' },
    keepEvents: false,
    agent: {
      version: agentVersion,
      transport: 'unix-listen',
      blockRpcs: known(config.block),
      ...(config.allow.length > 0 && { allowRpcs: known(config.allow) }),
      ...(config.fsfreezeHook !== undefined && { fsfreezeHook: resolve('/', config.fsfreezeHook) }),
      stateDir: resolve('/', config.statedir),
      retryPath: config.retryPath,
    },
  }
}

/** What the process around the agent does: log, pid file, and how it ends. */
class AgentProcess {
  readonly #line: QgaCommandLine
  readonly #role: Role
  readonly #terminal: Terminal
  readonly #vm: Vm
  readonly #differences: Differences
  readonly #target: LogTarget
  readonly #log: QgaLog
  #removePidFile: (() => void) | undefined
  #isFrozen: boolean

  constructor(line: QgaCommandLine, role: Role, terminal: Terminal, vm: Vm) {
    const { config, agentVersion } = line
    this.#line = line
    this.#role = role
    this.#terminal = terminal
    this.#vm = vm
    this.#differences = differencesOf(agentVersion)
    this.#isFrozen = vm.agent.frozen
    this.#target = new LogTarget(terminal, config.logfile)
    this.#log = new QgaLog({
      write: text => this.#target.write(text),
      now: () => vm.guest.clock.now(),
      // A trial tells what goes wrong; the rest is the daemon's to tell.
      verbose: config.verbose && role !== 'trial',
      ...this.#differences,
    })
  }

  /** The status with which it ends before it has begun, if it does. */
  begin(): number | undefined {
    const { config, agentVersion, family } = this.#line
    if (this.#isFrozen) glibMessage('WARNING', leftFrozen(this.#vm), this.#terminal)
    this.#log.log('debug', `Guest agent version ${agentVersion} started`)
    this.#log.isOff = this.#isFrozen
    if (this.#differences.forksFirst && !this.#daemonize()) return FAILURE
    if (!this.#isFrozen && !this.#openLog()) return this.#differences.startFailureStatus
    if (!this.#differences.forksFirst && !this.#daemonize()) return FAILURE
    if (this.#vm.agent.startFailure !== undefined) {
      for (const text of this.#vm.agent.startFailure) this.#log.log('critical', text)
      return this.#differences.startFailureStatus
    }
    if (config.method !== 'unix-listen') {
      this.#log.log('critical', `unsupported channel method/type: ${config.method}`)
      this.#log.log('critical', 'failed to initialize guest agent channel')
      return FAILURE
    }
    const impossible = [...findProfile(agentVersion, family).commands.values()].filter(({ isPossible }) => !isPossible)
    for (const name of [...config.block, ...impossible.map(command => command.name)]) {
      this.#log.log('debug', `disabling command: ${name}`)
    }
    return undefined
  }

  run(path: string): Promise<number> {
    this.#vm.onEvent(event => {
      if (this.#isFrozen !== this.#vm.agent.frozen) this.#frozenChanged()
      this.#log.event(event)
    })
    return listenUntilEnd(this.#vm, path, {
      log: this.#log,
      terminal: this.#terminal,
      retries: this.#line.config.retryPath,
      isTrial: this.#role === 'trial',
      listening: () => {
        // The umask of a daemon was in force when the socket was made, where it forked before that.
        if (this.#role === 'daemon' && this.#differences.forksFirst) chmodSync(path, PRIVATE)
        if (this.#role === 'daemon' && !this.#differences.forksFirst) this.#target.detach()
        this.#terminal.ready()
      },
    })
  }

  async end(): Promise<void> {
    this.#removePidFile?.()
    await this.#vm.close()
    this.#target.close()
  }

  /** Nothing is written while the file systems are frozen that it may have to write to. */
  #frozenChanged(): void {
    this.#isFrozen = this.#vm.agent.frozen
    this.#log.isOff = this.#isFrozen
    if (this.#isFrozen) return
    // What it put off when it started frozen.
    this.#target.open()
    this.#log.log('warning', 'logging re-enabled due to filesystem unfreeze')
    if (this.#role === 'daemon' && this.#removePidFile === undefined) this.#writePidFile('warning')
    for (const { name, enabled } of this.#vm.agent.commandStates.toReversed()) {
      if (enabled && !findCommand(name)?.whileFrozen) this.#log.log('debug', `enabling command: ${name}`)
    }
  }

  /** False if the log can't be opened. */
  #openLog(): boolean {
    const trouble = this.#target.open()
    if (trouble === undefined) return true
    this.#log.log('critical', `unable to open specified log file: ${trouble}`)
    this.#log.log('critical', 'error initializing guest agent')
    return false
  }

  /** False if there is to be a pid file and can be none. Up to then who started it sees what it says. */
  #daemonize(): boolean {
    if (this.#role !== 'daemon') return true
    if (!this.#isFrozen && !this.#writePidFile('critical')) return false
    if (this.#differences.forksFirst) this.#target.detach()
    return true
  }

  #writePidFile(level: 'critical' | 'warning'): boolean {
    try {
      const remove = writePidFile(this.#line.config.pidfile, this.#terminal.pid, this.#differences)
      const stopRemoving = this.#terminal.onExit(remove)
      this.#removePidFile = () => {
        stopRemoving()
        remove()
      }
      return true
    } catch (error) {
      if (!(error instanceof PidFileError)) throw error
      this.#log.log(level, error.message)
      return false
    }
  }
}

function leftFrozen({ agent }: Vm): string {
  return (
    'previous instance appears to have exited with frozen filesystems. deferring logging/pidfile creation and ' +
    'disabling non-fsfreeze-safe commands until guest-fsfreeze-thaw is issued, or filesystems are manually unfrozen ' +
    `and the file ${agent.config.stateDir}/qga.state.isfrozen is removed`
  )
}
