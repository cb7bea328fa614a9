/** A real qemu-ga of this machine, in a folder of its own, with everything blocked that would harm the machine. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findRealAgent } from './find-real-agent.js'
import { turn, untilIdle } from './idle.js'
import { checkArguments, NEVER_RUN } from './never-run.js'
import { RealConnection } from './real-connection.js'

export { findRealAgent } from './find-real-agent.js'
export { NEVER_RUN } from './never-run.js'
export { RealConnection } from './real-connection.js'

export interface RealAgentOptions {
  /** More arguments, such as `-F/path` or `-b guest-exec`. None that could enable a command. */
  readonly args?: readonly string[]
  /** Added to the environment that recordings were made in. */
  readonly env?: Readonly<Record<string, string>>
  /** Content of qga.state. */
  readonly state?: string
  /** An agent was killed while the file systems were frozen. */
  readonly frozen?: boolean
  /** Where its state is kept and stays; by default it is gone with the agent. */
  readonly stateDir?: string
  /** How many files it may have open (prlimit(1) sets it); by default as many as this process. */
  readonly openFiles?: number
}

export interface RealEnding {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** The environment of all recordings, and nothing else; in the order in which scenarios have it, which env(1) shows. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C',
  HOME: '/root',
}

/** In milliseconds: how long a start may take, and after which an agent that doesn't end has locked itself up. */
const START_TIMEOUT = 10_000
const GRACE = 2000

/** Nothing is left behind when a test run is ended in the middle. */
const running = new Set<RealAgent>()
process.on('exit', () => {
  for (const agent of running) agent.kill()
})

export class RealAgent {
  readonly pid: number
  readonly stateDir: string
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<RealEnding>
  readonly #folder: string
  readonly #child: ChildProcess
  #log = ''
  #ending: RealEnding | undefined

  private constructor(program: string, folder: string, { args = [], env = {}, stateDir }: RealAgentOptions) {
    this.#folder = folder
    this.stateDir = stateDir ?? join(folder, 'state')
    const fixed = ['-m', 'unix-listen', '-p', this.path, '-t', this.stateDir, '-b', NEVER_RUN.join(',')]
    const child = spawn(program, [...fixed, ...args], {
      cwd: '/',
      env: { ...ENVIRONMENT, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    this.pid = child.pid ?? 0
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        this.#log += text
      })
    }
    running.add(this)
    this.ended = new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', (code, signal) => {
        this.#ending = { code, signal }
        running.delete(this)
        resolve(this.#ending)
      })
    })
  }

  /** Throws when no agent is installed, when the arguments are dangerous, or when it doesn't start. */
  static async start(options: RealAgentOptions = {}): Promise<RealAgent> {
    checkArguments(options.args ?? [])
    const program = findRealAgent()
    if (program === undefined) throw new Error('expected qemu-ga in PATH or in /usr/sbin, found none')
    const folder = mkdtempSync(join(tmpdir(), 'mockvm-agent-'))
    try {
      const stateDir = options.stateDir ?? join(folder, 'state')
      if (options.stateDir === undefined) mkdirSync(stateDir)
      if (options.state !== undefined) writeFileSync(join(stateDir, 'qga.state'), options.state)
      if (options.frozen) writeFileSync(join(stateDir, 'qga.state.isfrozen'), '')
      const agent = new RealAgent(program.path, folder, options)
      await agent.#listening()
      if (options.openFiles !== undefined) agent.#limitFiles(options.openFiles)
      return agent
    } catch (error) {
      rmSync(folder, { recursive: true, force: true })
      throw error
    }
  }

  get path(): string {
    return join(this.#folder, 'agent.sock')
  }

  /** It is served when those before it have left. Rejects when the agent has ended. */
  connect(): Promise<RealConnection> {
    return RealConnection.open(this.path, this.pid)
  }

  /** Undefined as long as it runs. */
  get ending(): RealEnding | undefined {
    return this.#ending
  }

  /** What it wrote on its standard output and standard error. */
  log(): string {
    return this.#log
  }

  /** Ends it and removes its folder. */
  async stop(): Promise<RealEnding> {
    if (this.#ending === undefined) {
      this.#child.kill('SIGTERM')
      // A frozen one ignores that; one that was about to handle something else may wait for itself for ever.
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), GRACE)
      await this.ended
      clearTimeout(timer)
    }
    rmSync(this.#folder, { recursive: true, force: true })
    return this.ended
  }

  /** At once, for when nobody can wait. */
  kill(): void {
    this.#child.kill('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Node raises the limit for itself, and what it starts inherits that. */
  #limitFiles(count: number): void {
    spawnSync('prlimit', ['--pid', String(this.pid), `--nofile=${count}`], { stdio: 'ignore' })
  }

  async #listening(): Promise<void> {
    const start = performance.now()
    while (!existsSync(this.path)) {
      if (this.#ending !== undefined) throw new Error(`qemu-ga ended instead of listening: ${this.#log}`)
      if (performance.now() - start > START_TIMEOUT) {
        this.kill()
        throw new Error(`qemu-ga did not listen in ${START_TIMEOUT} ms: ${this.#log}`)
      }
      await turn()
    }
    // The socket is there a moment before somebody listens.
    await untilIdle(this.pid, 0, START_TIMEOUT)
  }
}
