/** The numbers of processes on the nodes: of the QEMUs, and of the workers that carry out tasks. */
import type { Vm } from '../../../vm.js'

const FIRST = 1000

const known = new WeakMap<Vm, Pids>()

/** They go on where another cluster with the same first VM has left off: no two tasks have one name. */
export function pidsOf(first: Vm): Pids {
  const pids = known.get(first) ?? new Pids()
  known.set(first, pids)
  return pids
}

export class Pids {
  #last = FIRST - 1

  next(): number {
    this.#last++
    return this.#last
  }
}
