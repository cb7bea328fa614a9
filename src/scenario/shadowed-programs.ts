/** Entries of `programs` that never answer, since one before them takes all of their calls. */

import type { Naming } from '../guest/scenario-programs/naming.js'
import { programNames } from '../guest/scenario-programs/program-name.js'
import { wildcard } from '../guest/wildcard.js'
import type { Finding } from './explain.js'
import type { ProgramInput } from './program-schema.js'

type ReadMatch = Naming['readMatch']

/** Only what is certain: two spellings of one program are taken for two. */
export function shadowedPrograms(programs: readonly ProgramInput[], readMatch: ReadMatch): Finding[] {
  return programs.flatMap((program, index): Finding[] => {
    const above = programs.slice(0, index).findIndex(other => takesAll(other) && covers(other, program, readMatch))
    if (above === -1) return []
    const expected = 'a call that no entry before it answers'
    const got = `only such as programs[${above}] takes`
    return [{ path: ['programs', index], expected, got, hint: `Put it before programs[${above}].` }]
  })
}

const NARROWING = ['env', 'stdin', 'user', 'while', 'skip', 'nth', 'every', 'times', 'probability'] as const

function takesAll(program: ProgramInput): boolean {
  return NARROWING.every(key => program[key] === undefined)
}

function covers(one: ProgramInput, other: ProgramInput, readMatch: ReadMatch): boolean {
  if (one.regex !== undefined) return one.regex === other.regex && one.path === other.path
  const nameOf = (program: ProgramInput) => programNames(program, match => readMatch(match).name)[0]
  const isOfOne = nameOf(one) !== undefined && nameOf(one) === nameOf(other)
  if (!isOfOne || (other.regex !== undefined && other.path === undefined)) return false
  if (one.path !== undefined) return true
  if (one.match !== undefined) {
    const { args } = readMatch(one.match)
    // A * of the other one is one character of what this one's * may be.
    return args === '*' || (other.match !== undefined && wildcard(args).test(readMatch(other.match).args))
  }
  const [, ...rest] = one.argv ?? []
  return (rest.length === 1 && rest[0] === '...') || JSON.stringify(one.argv) === JSON.stringify(other.argv)
}
