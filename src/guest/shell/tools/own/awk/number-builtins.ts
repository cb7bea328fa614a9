/** awk's functions of numbers. */
import { SECOND } from '../../../../programs/local-time.js'
import type { Builtin } from './args.js'

export const numberBuiltins: Readonly<Record<string, Builtin>> = {
  sin: plain(Math.sin),
  cos: plain(Math.cos),
  exp: plain(Math.exp),
  log: plain(Math.log),
  sqrt: plain(Math.sqrt),
  int: plain(Math.trunc),
  *atan2(_, args) {
    return Math.atan2(yield* args.number(0), yield* args.number(1))
  },
  // biome-ignore lint/correctness/useYield: it has the form of those that wait
  *rand({ console }) {
    return console.task.guest.random.stream('awk').below(2 ** 31) / 2 ** 31
  },
  *srand(machine, args) {
    const before = machine.seed
    machine.seed = args.count === 0 ? Number(machine.console.task.guest.clock.now() / SECOND) : yield* args.number(0)
    return before
  },
}

function plain(calculate: (value: number) => number): Builtin {
  return function* (_, args) {
    return calculate(yield* args.number(0))
  }
}
