/** Programs that mockvm plays itself, with arguments good and bad, and what becomes of them. */
import type { Chance } from '../chance.js'
import { DIR, request, type Step } from '../story.js'
import { ARGUMENTS } from './programs.js'

const INPUTS = [
  ...['', 'a', 'a\n', 'one\ntwo\nthree', 'one two  three\n\nfour\n', '\n\n\n', 'x'.repeat(5000), 'tab\tand\0nul\n'],
]
const ENVIRONMENTS = [
  ...[[], ['A=1'], ['A=1', 'B=', 'A=2'], ['PATH=/usr/bin:/bin', 'X=y z'], ['LC_ALL=C', '=x', 'nothing']],
]
const WRONG = [
  ...['no-such-program', '/no/such/program', '', `${DIR}/script`, `${DIR}/readonly`, `${DIR}/dir`, `${DIR}/nowhere`],
]
const NOT_FOUND = { env: ['PATH=/no/such'] }

export function execStory(chance: Chance): Step[] {
  const started: string[] = []
  return chance
    .list(5 + chance.below(20), (): Step[] => {
      if (chance.once(15)) return [run(chance, chance.oneOf(WRONG), [], {})]
      if (chance.once(20)) return [run(chance, 'true', [], { 'input-data': '*' })]
      if (chance.once(30)) return [run(chance, 'true', [], NOT_FOUND)]
      if (chance.once(6)) return [{ look: true }]
      if (chance.once(10) && started.length > 0) return [{ poll: chance.oneOf(started) }]
      const environment = chance.once(8) ? { env: chance.oneOf(ENVIRONMENTS) } : {}
      const name = chance.oneOf(Object.keys(ARGUMENTS))
      const path = chance.once(3) ? name : `/usr/bin/${name}`
      const process = `process ${started.length}`
      started.push(process)
      const step = run(chance, path, ARGUMENTS[name]?.(chance) ?? [], environment)
      // Two at once might do their work in any order.
      return [{ ...step, starts: process }, { poll: process }]
    })
    .flat()
}

function run(chance: Chance, path: string, arg: readonly string[], more: Readonly<Record<string, unknown>>) {
  const input = chance.once(3) ? { 'input-data': Buffer.from(chance.oneOf(INPUTS), 'latin1').toString('base64') } : {}
  const capture = chance.once(8) ? {} : { 'capture-output': !chance.once(12) }
  return request('guest-exec', { path, ...(arg.length > 0 && { arg }), ...input, ...capture, ...more })
}
