/** Fault rules: when the channel or the agent misbehaves, and how. */
import { z } from 'zod'
import type { PlainJson } from '../json/plain.js'
import {
  choice,
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
} from './fields.js'
import { isMap, type Path } from './path.js'

/** Bytes as text: one character each, so that "\xff" is the byte 0xFF. */
export const latin1 = matching(/^[\0-\xff]*$/, 'text of characters up to \\xff, one a byte')

const names = z
  .union([text(), list(text(), 'a list of command names').min(1)], {
    error: says('the name of a command, with * for any text, or a list of such'),
  })
  .describe('Commands that it is for, with * for any text; all without it.')

const span = map({ from: duration.optional(), to: duration.optional() }, 'a map with from, to')

export const condition = map(
  {
    frozen: flag().optional().describe('Whether the agent takes the file systems for frozen.'),
    frozenFor: span.optional().describe('How long it has.'),
    uptime: span.optional().describe('How long the guest has been up.'),
    exists: guestPath.optional().describe('A path in the guest.'),
    running: text('a command line').optional().describe('A process of the guest, with * for any text.'),
  },
  'a map with frozen, frozenFor, uptime, exists, running',
).meta({ id: 'condition', description: 'How things have to stand in the guest.' })

const PERCENTILE = /^p(?:\d{1,2}(?:\.\d{1,3})?|100)$/
const DISTRIBUTION = 'a duration, { from, to }, { mean, deviation } or { p50: …, p99: … }'

/** How long something takes. */
export const distribution = z
  .union(
    [
      duration,
      map({ from: duration, to: duration }, DISTRIBUTION),
      map({ mean: duration, deviation: duration }, DISTRIBUTION),
      z
        .record(matching(PERCENTILE, 'percentiles such as p50 or p99.9'), duration, { error: says(DISTRIBUTION) })
        .refine(it => Object.keys(it).length > 0, { error: says(DISTRIBUTION) }),
    ],
    { error: says(DISTRIBUTION, 'Percentiles go from p0 to p100.') },
  )
  .meta({ id: 'distribution' })

const MOMENTS = ['before', 'during', 'after'] as const
const moment = choice(MOMENTS)

const noise = z.union([latin1, integer(1, 1 << 20)], { error: says('text, or a number of random bytes') })

const GARBAGE = 'text, a number of random bytes, or { before, inside, after } of such'
const garbage = z.union(
  [noise, map({ before: noise.optional(), inside: noise.optional(), after: noise.optional() }, GARBAGE)],
  { error: says(GARBAGE) },
)

const bytes = integer(1, 1 << 30, 'a number of bytes from 1')
const CHUNKS = 'a number of bytes, or { size, pause }'
const chunks = z.union(
  [
    bytes,
    map(
      {
        size: z
          .union([bytes, z.tuple([bytes, bytes])], { error: says('a number of bytes, or [least, most]') })
          .describe('Bytes of a chunk.'),
        pause: distribution.optional().describe('Between two chunks.'),
      },
      CHUNKS,
    ),
  ],
  { error: says(CHUNKS) },
)

const CRASH = 'before, during, after, or { when, restart }'
const crash = z.union([moment, map({ when: moment, restart: duration.optional() }, CRASH)], { error: says(CRASH) })

const ERROR = 'the text of the error, or { class, desc, run }'
const errorInFull = map(
  {
    class: choice(['GenericError', 'CommandNotFound']).optional().describe('GenericError without it.'),
    desc: text(),
    run: flag().optional().describe('true: the command is run all the same, and its result lost.'),
  },
  ERROR,
)
const error = z.union([text(), errorInFull], { error: says(ERROR) })

const whileTold = z.union([z.literal(true), duration], { error: says('true, or a duration') })
const yes = z.literal(true, { error: says('true', 'Leave the line out for no.') })

const WIRE = says('a value that JSON can hold')

/** Values of the protocol, in which integers may be as large as they like. For editors: any value. */
const wire = z.unknown().superRefine((value, context) => {
  for (const path of unfit(value, [])) context.addIssue({ code: 'custom', path: [...path], message: WIRE })
}) as unknown as z.ZodType<PlainJson, PlainJson>

/** Where in a value something stands that JSON can't hold. */
function unfit(value: unknown, path: Path): Path[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path]
  if (Array.isArray(value)) return value.flatMap((element, index) => unfit(element, [...path, index]))
  if (isMap(value) && !(value instanceof Date)) {
    return Object.entries(value).flatMap(([key, member]) => unfit(member, [...path, key]))
  }
  return value === null || ['string', 'boolean', 'bigint'].includes(typeof value) ? [] : [path]
}

/** What a rule does. At least one of these is in it. */
export const effects = {
  delay: distribution.optional().describe('The agent takes so much longer; with a direction, the bytes do.'),
  hang: yes.optional().describe('The agent hangs until the command is released.'),
  error: error.optional().describe('The agent answers so instead of running the command.'),
  return: wire.optional().describe('The agent returns that instead of running the command.'),
  exhaust: choice(['cpu', 'memory']).optional().describe('The guest is short of it: everything takes long.'),
  crash: crash.optional().describe('The agent dies before it runs the command, amid its reply, or after it.'),
  deaf: whileTold.optional().describe('After its reply the agent reads nothing, for so long or until told.'),
  portClosed: whileTold.optional().describe('The port is closed before the reply, for so long or until told.'),
  drop: yes.optional().describe('The bytes are lost.'),
  bytes: latin1.optional().describe('These bytes instead.'),
  truncate: integer(-(1 << 30), 1 << 30, 'a number of bytes')
    .optional()
    .describe('So many bytes are left; a negative number cuts so many off the end.'),
  garbage: garbage.optional().describe('Bytes that do not belong there: before, inside or after.'),
  duplicate: z
    .union([z.literal(true), integer(2, 1000)], { error: says('true, or how often it comes in all (2 to 1000)') })
    .optional()
    .describe('The bytes come twice, or so often.'),
  reorder: yes.optional().describe('The reply comes right after the next one.'),
  stale: yes.optional().describe('The reply comes late: right before the next one.'),
  crlf: yes.optional().describe('Line feeds become CR LF.'),
  chunks: chunks.optional().describe('The bytes come in chunks.'),
  bandwidth: size.optional().describe('Bytes a second.'),
  disconnect: moment.optional().describe("The host's side closes the connection before, amid or after the bytes."),
  reset: moment.optional().describe('The same with ECONNRESET.'),
}

/** What the agent does, not the line: no direction goes with it. */
const OF_THE_AGENT = ['hang', 'error', 'return', 'exhaust', 'crash', 'deaf', 'portClosed'] as const

export const EFFECTS = Object.keys(effects)

const OFTEN = 'an integer from 1'
const often = integer(1, 1_000_000_000, OFTEN)
const PROBABILITY = 'a probability from 0 to 1'

type Given = Readonly<Record<string, unknown>>

export const fault = map(
  {
    name: text('a name').min(1).optional().describe('What reports and the time line call it.'),
    on: names.optional(),
    where: z
      .record(z.string(), wire, { error: says('a map of arguments') })
      .optional()
      .describe('Arguments that the command must have; in text * stands for any text.'),
    while: condition.optional(),
    direction: choice(['request', 'reply'])
      .optional()
      .describe('The bytes that it works on. Without it: the agent, and its reply.'),
    after: integer(0, 1_000_000_000).optional().describe('So many commands that match are let pass first.'),
    nth: z
      .union([often, list(often, 'a list of integers from 1').min(1)], { error: says(`${OFTEN}, or a list of such`) })
      .optional()
      .describe('Only that one of the commands that match, or these.'),
    every: often.optional().describe('Only every so manieth.'),
    times: often.optional().describe('So often at most.'),
    probability: z
      .number({ error: says(PROBABILITY) })
      .min(0, { error: says(PROBABILITY) })
      .max(1, { error: says(PROBABILITY) })
      .optional(),
    ...effects,
  },
  'a fault rule',
)
  .refine(rule => EFFECTS.some(key => (rule as Given)[key] !== undefined), {
    error: says('something that the rule does', `Known: ${EFFECTS.join(', ')}.`, 'nothing that it does'),
  })
  .refine(rule => rule.direction === undefined || !OF_THE_AGENT.some(key => (rule as Given)[key] !== undefined), {
    error: issue =>
      says(
        'no direction beside what the agent itself does',
        'Leave direction out.',
        `direction and ${OF_THE_AGENT.filter(key => (issue.input as Given)[key] !== undefined).join(', ')}`,
      ),
  })
  .refine(rule => rule.direction !== 'request' || (rule.stale === undefined && rule.reorder === undefined), {
    error: says('stale and reorder on replies', 'Leave direction out.', 'direction request'),
  })
  .refine(...oneKeyOf(['error', 'return'], true))
  .meta({ id: 'faultRule' })

export const faults = list(fault, 'a list of fault rules').describe(
  'What goes wrong between host and guest: docs/faults.md.',
)
