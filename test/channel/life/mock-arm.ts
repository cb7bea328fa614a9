import { setImmediate as turn } from 'node:timers/promises'
import { createVm, type Vm } from '../../../src/index.js'
import { NEVER_RUN } from '../../real-agent/never-run.js'
import type { AgentArm, AgentSetup } from './agent-arm.js'

const STATE = '/run/qga.state'

/** Ours, as it is with all quirks of an agent on unix-listen. */
export class MockArm implements AgentArm {
  readonly path: string
  readonly vm: Vm

  private constructor(vm: Vm, path: string) {
    this.vm = vm
    this.path = path
  }

  static async start(version: string, { state, frozen }: AgentSetup = {}): Promise<MockArm> {
    const files = {
      ...(state !== undefined && { [STATE]: state }),
      ...(frozen && { [`${STATE}.isfrozen`]: '' }),
    }
    const quirks = { endsWhenLeftUnread: true }
    const agent = { version, transport: 'unix-listen' as const, blockRpcs: [...NEVER_RUN], quirks }
    const vm = await createVm({ scenario: { extends: 'minimal', agent, files } })
    if (vm.agent.state === 'stopped') {
      const { startFailure = [] } = vm.agent
      await vm.close()
      throw new Error(`ended instead of listening: ${startFailure.join('\n')}`)
    }
    return new MockArm(vm, (await vm.listen()).path)
  }

  /** Both ends are in this process: when nothing happens for some turns, nothing more will. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 8; quiet++) {
      const before = this.vm.events.length
      await turn()
      if (this.vm.events.length !== before) quiet = 0
    }
  }

  async hold(meanwhile: () => Promise<void>): Promise<void> {
    this.vm.pause()
    await meanwhile()
    this.vm.resume()
    await this.settle()
  }

  ending(): string {
    const last = this.vm.events.findLast(event => event.type === 'agent')
    if (last?.type !== 'agent') return 'runs'
    return { stopped: 'exit 0', aborted: 'SIGABRT' }[last.state as string] ?? 'runs'
  }

  state(): string | undefined {
    const { files } = this.vm.guest
    return files.exists(STATE) ? files.readFile(STATE, 'utf8') : undefined
  }

  isFlagged(): boolean {
    return this.vm.guest.files.exists(`${STATE}.isfrozen`)
  }

  async restart(how: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.vm.do([{ agent: how === 'SIGTERM' ? 'stop' : 'crash' }, { agent: 'start' }])
    await this.settle()
  }

  close(): Promise<void> {
    return this.vm.close()
  }
}
