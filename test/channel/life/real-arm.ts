import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countSleeps, turn, untilIdle } from '../../real-agent/idle.js'
import { RealAgent } from '../../real-agent/real-agent.js'
import type { AgentArm, AgentSetup } from './agent-arm.js'

/** In milliseconds: nothing here takes that long. */
const TIMEOUT = 10_000

/** A real qemu-ga in a folder of its own. */
export class RealArm implements AgentArm {
  readonly #stateDir: string
  #agent: RealAgent
  /** How often it had slept when it had last dealt with everything. */
  #sleeps = 0

  private constructor(stateDir: string, agent: RealAgent) {
    this.#stateDir = stateDir
    this.#agent = agent
  }

  static async start({ state, frozen }: AgentSetup = {}): Promise<RealArm> {
    const stateDir = mkdtempSync(join(tmpdir(), 'mockvm-state-'))
    if (state !== undefined) writeFileSync(join(stateDir, 'qga.state'), state)
    if (frozen) writeFileSync(join(stateDir, 'qga.state.isfrozen'), '')
    try {
      return new RealArm(stateDir, await RealAgent.start({ stateDir }))
    } catch (error) {
      rmSync(stateDir, { recursive: true })
      throw error
    }
  }

  get path(): string {
    return this.#agent.path
  }

  async settle(): Promise<void> {
    await untilIdle(this.#agent.pid, this.#sleeps, TIMEOUT)
    await someTurns()
    // What it was sent last may have found it in the middle of what was sent before.
    await untilIdle(this.#agent.pid, 0, TIMEOUT)
    await someTurns()
    if (!existsSync(`/proc/${this.#agent.pid}`)) await this.#agent.ended
    this.#sleeps = countSleeps(this.#agent.pid)
  }

  async hold(meanwhile: () => Promise<void>): Promise<void> {
    const { pid } = this.#agent
    process.kill(pid, 'SIGSTOP')
    while (!isStopped(pid)) await turn()
    await meanwhile()
    this.#sleeps = countSleeps(pid)
    process.kill(pid, 'SIGCONT')
    await this.settle()
  }

  ending(): string {
    const { ending } = this.#agent
    if (ending === undefined) return 'runs'
    return ending.signal ?? `exit ${ending.code}`
  }

  state(): string | undefined {
    const path = join(this.#stateDir, 'qga.state')
    return existsSync(path) ? readFileSync(path, 'latin1') : undefined
  }

  isFlagged(): boolean {
    return existsSync(join(this.#stateDir, 'qga.state.isfrozen'))
  }

  async restart(how: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    process.kill(this.#agent.pid, how)
    await this.#agent.ended
    await this.#agent.stop()
    this.#agent = await RealAgent.start({ stateDir: this.#stateDir })
    this.#sleeps = 0
  }

  async close(): Promise<void> {
    // A frozen one takes no notice of SIGTERM.
    if (this.isFlagged()) this.#agent.kill()
    await this.#agent.stop()
    rmSync(this.#stateDir, { recursive: true })
  }
}

/** What an agent writes, and that it has ended, is told to this process in later turns. */
async function someTurns(): Promise<void> {
  for (let turns = 0; turns < 8; turns++) await turn()
}

/** proc_pid_status(5) */
function isStopped(pid: number): boolean {
  return /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'))
}
