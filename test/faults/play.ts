/** Plays a sequence: the client asks, the faults come, and the clock of the guest moves as far as it has to. */
import type { Vm } from '../../src/vm.js'
import type { Outcome } from './believed.js'
import { type Asked, asked, type Sequence, type Step } from './sequences.js'

export interface Asker {
  call(name: string, args?: object): Promise<unknown>
}

export interface Asking {
  readonly asked: Asked
  readonly outcome: Outcome
}

/** Plays the steps; gives what came of every call. */
export async function play(vm: Vm, { steps }: Sequence, client: Asker): Promise<Asking[]> {
  const calls: Asking[] = []
  let number = 0
  const ask = async (what: Asked) => {
    const outcome = await client.call(what.name, what.args).then(
      value => ({ value }),
      (error: unknown) => ({ error }),
    )
    calls.push({ asked: what, outcome })
  }
  const take = async (step: Step) => {
    if ('add' in step) vm.faults.add(...step.add)
    else if ('do' in step) vm.do(step.do)
    else if ('sleep' in step) vm.advance(`${step.sleep}ms`)
    else await vm.until(Promise.all(step.calls.map(kind => ask(asked(kind, number++)))))
  }
  for (const step of steps) await take(step)
  return calls
}
