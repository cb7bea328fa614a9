/** What the schema can't see in programs: regular expressions that are none, templates that nobody could fill in, effects. */
import { groupsOf } from '../guest/scenario-programs/captures.js'
import { isTemplate, parseTemplate, TEMPLATE_NAMES, type TemplatePart } from '../guest/scenario-programs/template.js'
import { conditionRanges, rising } from './check-faults.js'
import { type ActionVocabulary, checkAction } from './check-timeline.js'
import { nearest } from './did-you-mean.js'
import type { Finding } from './explain.js'
import { describeValue, isMap, type Path } from './path.js'
import type { ProgramInput } from './program-schema.js'
import type { ScenarioInput } from './schema.js'
import { nanoseconds } from './units.js'

/** What repeats itself more often than that leaves the host no time for anything else. */
const LEAST_PERIOD = 1_000_000n

export function checkPrograms({ programs = [] }: ScenarioInput, vocabulary: ActionVocabulary): Finding[] {
  return programs.flatMap((program, index) => {
    const path = ['programs', index]
    const expressions = regexesOf(program).map(({ path: inside, regex }) => ({ path: [...path, ...inside], regex }))
    const wrong = expressions.flatMap(checkRegex)
    return [
      ...wrong,
      ...checkFirst(program, path),
      ...checkRepeat(program, path),
      ...checkCounting(program, path),
      ...conditionRanges(program.while, [...path, 'while']),
      ...rising([...path, 'after'], program.after),
      ...checkExitCode(program, path),
      ...(wrong.length > 0 ? [] : checkTemplates(program, path, capturesOf(expressions.map(({ regex }) => regex)))),
      ...checkEffects(program, path, vocabulary),
    ]
  })
}

interface Expression {
  readonly path: Path
  readonly regex: string
}

/** In the order in which their groups are numbered. */
function regexesOf({ regex, argv = [], env = {}, stdin }: ProgramInput): Expression[] {
  const patterns: (readonly [Path, unknown])[] = [
    ...argv.map((pattern, index) => [['argv', index], pattern] as const),
    ...Object.entries(env).map(([name, pattern]) => [['env', name], pattern] as const),
    [['stdin'], stdin],
  ]
  const inPatterns = patterns.flatMap(([path, pattern]) =>
    isMap(pattern) ? [{ path: [...path, 'regex'], regex: String(pattern.regex) }] : [],
  )
  return [...(regex === undefined ? [] : [{ path: ['regex'], regex }]), ...inPatterns]
}

function checkRegex({ path, regex }: Expression): Finding[] {
  try {
    groupsOf(regex)
    return []
  } catch (error) {
    // V8: "Invalid regular expression: /(|/: Unterminated group"
    const why = String(error).replace(/^.*: /s, '')
    return [{ path, expected: 'a regular expression of JavaScript', got: describeValue(regex), hint: `${why}.` }]
  }
}

function checkFirst({ argv = [] }: ProgramInput, path: Path): Finding[] {
  if (argv[0] !== '...') return []
  return [{ path: [...path, 'argv', 0], expected: 'the program first', got: '"..."', hint: 'Write "*" for any.' }]
}

function checkRepeat({ repeat }: ProgramInput, path: Path): Finding[] {
  if (repeat?.every === undefined || nanoseconds(repeat.every) >= LEAST_PERIOD) return []
  const hint = 'Leave it out for as fast as somebody reads.'
  return [{ path: [...path, 'repeat', 'every'], expected: 'at least 1ms', got: String(repeat.every), hint }]
}

function checkCounting({ nth, every = 1 }: ProgramInput, path: Path): Finding[] {
  if (nth === undefined || [nth].flat().some(it => it % every === 0)) return []
  const expected = `a multiple of ${every} among nth, beside every: ${every}`
  return [{ path: [...path, 'nth'], expected, got: [nth].flat().join(', '), hint: 'It would never answer.' }]
}

function checkExitCode({ exitCode }: ProgramInput, path: Path): Finding[] {
  if (typeof exitCode !== 'string' || isTemplate(exitCode)) return []
  const expected = 'a number, or text with {{ … }} that gives one'
  return [{ path: [...path, 'exitCode'], expected, got: describeValue(exitCode) }]
}

/** The groups that a template may name. */
function capturesOf(regexes: readonly string[]): readonly string[] {
  const groups = regexes.map(groupsOf)
  const count = groups.reduce((sum, group) => sum + group.count, 0)
  return [...Array.from({ length: count }, (_, index) => String(index + 1)), ...groups.flatMap(({ names }) => names)]
}

/** Where templates are filled in. */
const TEMPLATES = ['stdout', 'stderr', 'output', 'repeat', 'exitCode', 'effects'] as const

function checkTemplates(program: ProgramInput, path: Path, captures: readonly string[]): Finding[] {
  return TEMPLATES.flatMap(key => textsIn(program[key], [...path, key])).flatMap(({ path, text, atKey }) =>
    isTemplate(text)
      ? parseTemplate(text).flatMap(part => {
          const problem = problemOf(part, captures)
          return problem === undefined ? [] : [{ path, atKey, ...problem }]
        })
      : [],
  )
}

/** All text in data but what is no template: bytes in base64, and a text that fills. Keys too: those of effects are paths. */
function textsIn(data: unknown, path: Path): { path: Path; text: string; atKey: boolean }[] {
  if (typeof data === 'string') return [{ path, text: data, atKey: false }]
  if (Array.isArray(data)) return data.flatMap((element, index) => textsIn(element, [...path, index]))
  if (!isMap(data)) return []
  return Object.entries(data).flatMap(([key, value]) => {
    if (key === 'base64' || key === 'fill') return []
    return [{ path: [...path, key], text: key, atKey: true }, ...textsIn(value, [...path, key])]
  })
}

const LITERALLY = 'Write {{ "{{" }} for the signs themselves.'

function problemOf(part: TemplatePart, captures: readonly string[]): Omit<Finding, 'path'> | undefined {
  if (part.kind === 'capture') {
    if (captures.includes(part.name)) return undefined
    const known = captures.length === 0 ? 'there is none' : captures.join(', ')
    const hint = captures.length === 0 ? 'Groups are what ( ) in its regex catches.' : meant(part.name, captures)
    return { expected: `a group of its regular expressions (${known})`, got: `"capture.${part.name}"`, ...hinted(hint) }
  }
  if (part.kind === 'unclosed') return { expected: '}} after {{', got: describeValue(part.written), hint: LITERALLY }
  if (part.kind !== 'unknown') return undefined
  const hint = meant(part.written, TEMPLATE_NAMES) || LITERALLY
  const expected = `in {{ }} one of ${TEMPLATE_NAMES.join(', ')}`
  return { expected, got: describeValue(part.written), ...hinted(hint) }
}

function meant(word: string, known: readonly string[]): string {
  const near = nearest(word, known)
  return near === undefined ? '' : `Did you mean "${near}"?`
}

function hinted(hint: string): { readonly hint?: string } {
  return hint === '' ? {} : { hint }
}

function checkEffects({ effects = {} }: ProgramInput, path: Path, vocabulary: ActionVocabulary): Finding[] {
  return (['start', 'end'] as const).flatMap(key =>
    [effects[key] ?? []].flat().flatMap((action, index) => {
      const place = [...path, 'effects', key, ...(Array.isArray(effects[key]) ? [index] : [])]
      return checkAction(action, place, { ...vocabulary, hasTemplates: true })
    }),
  )
}
