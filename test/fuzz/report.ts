/** What the fuzzer says, for people. */
import type { Difference } from './play.js'
import type { Step, Story } from './story.js'

export interface Found {
  readonly seed: string
  /** As small as it could be made. */
  readonly story: Story
  readonly difference: Difference
  /** It was there once, and not again. */
  readonly isFleeting?: boolean
  /** The names of the sides: mockvm's first. */
  readonly names: readonly [string, string]
}

export function describeFound({ seed, story, difference, names, isFleeting = false }: Found): string {
  const at = firstDifference(difference.left, difference.right)
  const width = Math.max(...names.map(name => name.length))
  return [
    `Difference: seed ${seed}, ${story.kind} ${story.index}${isFleeting ? ' (it was not there again)' : ''}`,
    ...story.steps.map((step, index) => `  ${index === difference.at ? '>' : ' '} ${describeStep(step)}`),
    ...(difference.at >= story.steps.length ? ['  > (the files when the agent has ended)'] : []),
    `  first difference at byte ${at}`,
    `  ${names[0].padEnd(width)}  ${excerpt(difference.left, at)}`,
    `  ${names[1].padEnd(width)}  ${excerpt(difference.right, at)}`,
    `  again: npm run fuzz -- --seed ${seed} --kind ${story.kind} --story ${story.index}`,
    '',
  ].join('\n')
}

function describeStep(step: Step): string {
  if ('send' in step) {
    return `send ${shorten(escapeBytes(step.send))}${step.starts === undefined ? '' : `   (starts ${step.starts})`}`
  }
  if ('poll' in step) return `status of ${step.poll}, until it has ended`
  return 'reconnect' in step ? 'another client' : 'look at the files'
}

function firstDifference(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at
}

const BEFORE = 200
const AFTER = 300
const LONGEST_STEP = 2000

function excerpt(text: string, at: number): string {
  if (text === '') return '(nothing)'
  const from = Math.max(0, at - BEFORE)
  const to = Math.min(text.length, at + AFTER)
  return `${from > 0 ? `(${from} bytes) ` : ''}${escapeBytes(text.slice(from, to))}${to < text.length ? ` (${text.length - to} bytes)` : ''}`
}

function shorten(text: string): string {
  if (text.length <= LONGEST_STEP) return text
  return `${text.slice(0, LONGEST_STEP)} (${text.length - LONGEST_STEP} characters)`
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' }

/** One character a byte; what is not printable ASCII is `\xNN`, and a backslash is doubled. */
function escapeBytes(bytes: string): string {
  return bytes.replace(/[^ -[\]-~]/g, byte => SHORT[byte] ?? `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
