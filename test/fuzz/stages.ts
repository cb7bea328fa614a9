/** mockvm and the real agent side by side, as each kind of story needs them. */
import type { ScenarioInput } from '../../src/index.js'
import { ACCOUNT, oneAccount } from '../real-agent/one-account.js'
import type { RealAgentOptions } from '../real-agent/real-agent.js'
import { makeGuard } from './harmless.js'
import { MockSide } from './mock-side.js'
import type { Stage } from './play.js'
import { makeFolder, RealSide } from './real-side.js'

export interface Stages {
  /** Undefined for a kind that can't be played on this machine. */
  of(kind: string): Stage | undefined
  close(): Promise<unknown>
}

/** What a service of a system may have open, and mockvm's agent counts on. */
const OPEN_FILES = 1024

/** `version` is that of the real agent. What is made is gone when the stages are closed, or `remove` is called. */
export async function openStages(version: string): Promise<Stages & { remove(): void }> {
  const folder = makeFolder()
  const tools = makeFolder()

  async function make(options: RealAgentOptions, users?: ScenarioInput['users']): Promise<Stage> {
    const mock = await MockSide.create({ folder: folder.path, version, users })
    const harmless = () => makeGuard(folder.path)
    return { mock, other: new RealSide(folder.path, options), folder: folder.path, harmless }
  }

  const account = oneAccount(tools.path, folder.path)
  const plain = await make({})
  const limits = await make({ openFiles: OPEN_FILES })
  const ssh = account && (await make({ env: account }, { [ACCOUNT]: { uid: 0, gid: 0, home: folder.path } }))
  const remove = () => {
    folder.remove()
    tools.remove()
  }
  return {
    of: kind => (kind === 'ssh' ? ssh : kind === 'limits' ? limits : plain),
    remove,
    async close() {
      for (const stage of [plain, limits, ssh]) await Promise.all([stage?.mock.close(), stage?.other.close()])
      remove()
    },
  }
}
