/** Programs in a scenario file: which calls they answer, and how. */
import { z } from 'zod'
import { base64, FILL_HAS_SIZE, fill } from './content-schema.js'
import { distribution } from './fault-schema.js'
import {
  accountName,
  duration,
  flag,
  guestPath,
  integer,
  list,
  map,
  matching,
  oneKeyOf,
  says,
  size,
  text,
  written,
} from './fields.js'
import { SIGNAL_NAMES, signalNumber } from './signals.js'
import { actions } from './timeline-schema.js'

const PATTERN = 'text, in which * stands for any text, or { regex }'
const regex = text('a regular expression').min(1, { error: says('a regular expression') })
const pattern = z.union([z.string(), map({ regex }, PATTERN)], { error: says(PATTERN) })

const OUTPUT = 'text, { file }, { base64 } or { size, fill }'

/** What a program prints. */
const output = z.union(
  [
    z.string(),
    map(
      {
        file: matching(/^(?:\/|[A-Za-z]:[\\/]|\\\\|\{\{)/, 'an absolute path in the guest such as /etc/motd')
          .optional()
          .describe('What that file of the guest holds by then.'),
        base64: base64.optional(),
        size: size.optional(),
        fill: fill.optional(),
      },
      OUTPUT,
    )
      .refine(...oneKeyOf(['file', 'base64', 'size']))
      .refine(...FILL_HAS_SIZE),
  ],
  { error: says(OUTPUT) },
)

const printed = {
  stdout: output.optional().describe('What it writes to its standard output; in text {{ … }} is filled in.'),
  stderr: output.optional().describe('What it writes to its standard error.'),
}

const slice = map(
  { after: duration.optional().describe('So much later than what stands before it.'), ...printed },
  'a map with after, stdout, stderr',
)

const often = integer(1, 1_000_000_000, 'an integer from 1')

const repeat = map(
  {
    every: duration.optional().describe('Without it as fast as somebody reads.'),
    times: often.optional().describe('Without it until it is killed.'),
    ...printed,
  },
  'a map with every, times, stdout, stderr',
).refine(it => it.stdout !== undefined || it.stderr !== undefined, {
  error: says('something to repeat: stdout or stderr', '', 'neither'),
})

const span = map({ from: duration.optional(), to: duration.optional() }, 'a map with from, to')

const condition = map(
  {
    frozen: flag().optional().describe('Whether a file system is frozen.'),
    uptime: span.optional().describe('How long the guest has been up.'),
    exists: guestPath.optional().describe('A path in the guest.'),
    running: text('a command line').optional().describe('A process of the guest, with * for any text.'),
  },
  'a map with frozen, uptime, exists, running',
)

const signal = written(
  signalNumber,
  /^(?:SIG)?[A-Z0-9]+$/,
  'a signal: its number or a name such as SIGKILL',
  `Names: ${SIGNAL_NAMES.join(' ')}.`,
).describe('It is killed by that signal instead of exiting.')

const EXIT_CODE = 'an integer from 0 to 255, on Windows one of 32 bits'
const PROBABILITY = 'a probability from 0 to 1'
const VARIABLES = 'a map of variables'

const programPath = matching(
  /^(?:\/[^\0]*[^\0/]|(?:[A-Za-z]:[\\/]|\\\\)[^\0]*|[^\s\0/\\:*]+)$/,
  'a program: its absolute path such as /usr/bin/id or C:\\Tools\\app.exe, or its bare name',
  got => (typeof got === 'string' && /[\s*]/.test(got) ? 'Arguments and * stand in match or argv.' : ''),
)

/** Each names the command line; `path` may stand beside `regex`. */
const NAMING = ['match', 'path', 'argv', 'regex'] as const

type Given = Readonly<Record<string, unknown>>
const there = (it: unknown, keys: readonly string[]) => keys.filter(key => (it as Given)[key] !== undefined)

/** Not more than one of two groups of keys. */
function notBeside(keys: readonly string[], others: readonly string[], hint: string) {
  const both = (it: unknown) => [...there(it, keys), ...there(it, others)]
  const test = (it: object) => there(it, keys).length === 0 || there(it, others).length === 0
  const error = (issue: { readonly input?: unknown }) =>
    says(
      `no ${there(issue.input, others).join(' and ')} beside ${there(issue.input, keys).join(' and ')}`,
      hint,
      both(issue.input).join(' and '),
    )
  return [test, { error }] as const
}

const program = map(
  {
    match: text()
      .min(1, { error: says('a command line') })
      .optional()
      .describe('The command line that this answers: "pg_dump --all". `*` stands for any text.'),
    path: programPath
      .optional()
      .describe('The program that this answers, whatever its arguments: its path or its bare name.'),
    argv: list(pattern, 'a list of arguments, the program first')
      .min(1, { error: says('a list of arguments, the program first') })
      .optional()
      .describe('The program and its arguments one by one: text with *, { regex }, or "..." for any number of them.'),
    regex: regex
      .optional()
      .describe('Fits the beginning of the command line; beside path, which may stand there too, any part of it.'),
    env: z
      .record(matching(/^[^=\0]+$/, 'the name of a variable'), pattern, { error: says(VARIABLES) })
      .optional()
      .describe('Variables of its environment.'),
    stdin: pattern.optional().describe('All of its standard input.'),
    user: accountName.optional().describe('Who runs it.'),
    while: condition.optional().describe('How things have to stand in the guest.'),
    skip: integer(0, 1_000_000_000).optional().describe('So many calls that fit are let pass first.'),
    nth: z
      .union([often, list(often, 'a list of integers from 1').min(1)], {
        error: says('an integer from 1, or a list of such'),
      })
      .optional()
      .describe('Only that one of the calls that fit, or these.'),
    every: often.optional().describe('Only every so manieth.'),
    times: often.optional().describe('So often at most.'),
    probability: z
      .number({ error: says(PROBABILITY) })
      .min(0, { error: says(PROBABILITY) })
      .max(1, { error: says(PROBABILITY) })
      .optional(),
    ...printed,
    output: list(slice, 'a list of what it prints when')
      .min(1, { error: says('a list of what it prints when') })
      .optional()
      .describe('In place of stdout and stderr: piece by piece.'),
    repeat: repeat.optional().describe('Then that again and again.'),
    exitCode: z
      .union([integer(-0x8000_0000, 0xffff_ffff, EXIT_CODE), z.string()], { error: says(EXIT_CODE) })
      .optional()
      .describe('0 without it; text in which {{ … }} gives a number.'),
    signal: signal.optional(),
    after: distribution.optional().describe("How long it runs after that, on the guest's clock."),
    effects: map({ start: actions.optional(), end: actions.optional() }, 'a map with start, end')
      .optional()
      .describe('What else happens when it starts and when it ends: actions as in the time line.'),
  },
  'a map with match, path, argv or regex',
)
  .refine(it => there(it, NAMING).length === 1 || `${there(it, NAMING)}` === 'path,regex', {
    error: issue =>
      says(
        `exactly one of the keys ${NAMING.join(', ')}`,
        there(issue.input, NAMING).length === 0 ? '' : 'Only beside regex path may stand too.',
        there(issue.input, NAMING).join(' and ') || 'none of them',
      ),
  })
  .refine(...oneKeyOf(['exitCode', 'signal'], true))
  .refine(...notBeside(['output'], ['stdout', 'stderr'], 'Put it into the first of output.'))
  .refine(it => it.repeat === undefined || it.repeat.times !== undefined || there(it, ENDING).length === 0, {
    error: issue =>
      says(
        'an end of repeat before what comes after it',
        'Write repeat.times, or leave the others out.',
        `repeat without times, and ${there(issue.input, ENDING).join(' and ')}`,
      ),
  })
  .meta({ id: 'program' })

/** What one that repeats itself until it is killed never comes to. */
const ENDING = ['exitCode', 'signal', 'after']

export const programs = list(program, 'a list of programs').describe(
  'Programs that guest-exec finds, and what they do. The first that takes a call answers it.',
)

export type ProgramInput = z.input<typeof program>
