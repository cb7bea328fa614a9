/** Sessions on real agents of this machine: one is started for each, and works in the folder that the recordings name. */
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { RealAgent, type RealConnection } from '../real-agent/real-agent.js'
import type { Arm, ArmClient } from './arm.js'
import { startedPid } from './play.js'
import type { RealFolder } from './real-folder.js'
import type { Setup } from './recording.js'
import { whyNotRunHere } from './why-not-run.js'

/** In milliseconds. The recordings waited for 300 ms of silence after each exchange. */
const SHORT_WHILE = 20
const SILENCE = 300

export function realArm(folder: RealFolder): Arm {
  return {
    name: 'real agent',
    whyNotRun: whyNotRunHere,
    start: async ({ setup }) => {
      folder.fill(setup)
      const agent = await RealAgent.start(agentOptions(setup))
      return {
        connect: async () => new Client(await agent.connect()),
        wait: () => sleep(SHORT_WHILE),
        stop: async () => {
          await agent.stop()
          folder.empty()
        },
      }
    },
  }
}

function agentOptions({ args, env, state, frozen }: Setup) {
  return {
    ...(args !== undefined && { args }),
    ...(env !== undefined && { env }),
    ...(state !== undefined && { state }),
    ...(frozen !== undefined && { frozen }),
  }
}

class Client implements ArmClient {
  readonly #connection: RealConnection

  constructor(connection: RealConnection) {
    this.#connection = connection
  }

  get closed(): boolean {
    return this.#connection.closed
  }

  async exchange(bytes: Buffer): Promise<Buffer> {
    const got = await this.#connection.exchange(bytes)
    const pid = startedPid(got)
    if (pid !== undefined) await ended(pid)
    return got
  }

  leave(): Promise<void> {
    return this.#connection.leave()
  }
}

/** What a program does that nobody asks about again was done when the recording went on: a FIFO was made, for one. */
async function ended(pid: string): Promise<void> {
  const start = performance.now()
  while (existsSync(`/proc/${pid}`) && performance.now() - start < SILENCE) await sleep(1)
}
