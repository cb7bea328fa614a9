/** What happens to the VM by itself, and what can be done to it. */
import { z } from 'zod'
import { POWER_STATES } from '../guest/changes.js'
import { ADDRESS_EXPECTED, ADDRESS_TEXT } from '../guest/ip-address.js'
import { MACHINE_ACTIONS } from '../timeline/action.js'
import { condition, fault, faults, latin1 } from './fault-schema.js'
import {
  choice,
  didYouMean,
  duration,
  entries,
  integer,
  list,
  map,
  matching,
  oneKeyOf,
  says,
  text,
  written,
} from './fields.js'
import { actionPath, GUEST_ACTIONS } from './guest-action-schema.js'
import { DURATION_TEXT, parseShift } from './units.js'

const shift = written(
  parseShift,
  new RegExp(`^[+-]?${DURATION_TEXT.source.slice(1)}`),
  'a duration with a sign, such as "-90s"',
  'Units: ns us ms s m h d.',
)

const doFaults = map(
  {
    add: z
      .union([fault, faults.min(1, { error: says('a fault rule, or a list of them') })])
      .optional()
      .describe('A rule, or a list of them.'),
    remove: text('the name of a rule').optional(),
    reset: z.literal(true).optional().describe("Only the scenario's rules, with all counts at 0."),
    release: z
      .union([z.literal(true), text()], { error: says('true, or the name of a rule') })
      .optional()
      .describe('Lets go what hangs: all of it, or because of that rule.'),
  },
  'a map with add, remove, reset or release',
).refine(...oneKeyOf(['add', 'remove', 'reset', 'release']))

/** What QEMU and virsh call them. */
const OTHER_WORDS: Readonly<Record<string, (typeof MACHINE_ACTIONS)[number]>> = {
  stop: 'pause',
  cont: 'resume',
  continue: 'resume',
  shutdown: 'powerdown',
  system_powerdown: 'powerdown',
  reboot: 'reset',
  restart: 'reset',
  system_reset: 'reset',
  destroy: 'off',
  poweroff: 'off',
  sleep: 'suspend',
  suspend_disk: 'hibernate',
  sigterm: 'signal',
  system_wakeup: 'wakeup',
  boot: 'wakeup',
  start: 'wakeup',
  crash: 'panic',
}

function meantAction(got: unknown): string {
  const meant = typeof got === 'string' && Object.hasOwn(OTHER_WORDS, got) ? OTHER_WORDS[got] : undefined
  return meant === undefined ? didYouMean(got, MACHINE_ACTIONS) : `Did you mean "${meant}"?`
}

const TEXT_OF_FILE = 'the text of the file, or null to remove it'

export const ACTIONS = {
  agent: choice(['start', 'stop', 'restart', 'crash', 'deaf', 'listen']).optional().describe('The qemu-ga process.'),
  vm: choice(MACHINE_ACTIONS, meantAction).optional().describe('The machine.'),
  port: choice(['open', 'closed', 'unplugged', 'firmware']).optional().describe("The guest's end of the channel."),
  client: choice(['disconnect', 'reset']).optional().describe("The host's side ends the connection that is served."),
  visitor: map(
    { send: latin1.optional(), stay: duration.optional().describe('0s without it.') },
    'a map with send, stay',
  )
    .optional()
    .describe('Another client comes, sends that and leaves.'),
  time: map({ by: shift }, 'a map with by').optional().describe("Moves the guest's system time."),
  filesystems: choice(['freeze', 'thaw']).optional().describe('All of them, behind the back of the agent.'),
  addresses: entries(
    text('the name of an interface'),
    list(matching(ADDRESS_TEXT, ADDRESS_EXPECTED), 'a list of addresses'),
    'a map of interface names',
  )
    .optional()
    .describe('Interfaces and the addresses that they have from now on.'),
  files: entries(actionPath, text(TEXT_OF_FILE), 'a map of paths')
    .optional()
    .describe('Texts that are written into the guest; missing directories are made. null removes a file.'),
  ...GUEST_ACTIONS,
  faults: doFaults.optional(),
  wait: duration.optional().describe('The rest is done so much later.'),
  note: text().optional().describe('A line in the printed time line.'),
}

export const action = map(ACTIONS, 'a map with one action')
  .refine(...oneKeyOf(Object.keys(ACTIONS)))
  .meta({ id: 'action' })

const ACTION_OR_LIST = 'an action such as { agent: restart }, or a list of them'
export const actions = z.union([action, list(action, ACTION_OR_LIST).min(1, { error: says(ACTION_OR_LIST) })], {
  error: says(ACTION_OR_LIST),
})

const when = map(
  {
    request: text('the name of a command').optional().describe('The agent begins it; * stands for any text.'),
    reply: text('the name of a command').optional().describe('The agent has answered it.'),
    client: choice(['connects', 'leaves']).optional(),
    agent: choice(['starts', 'stops']).optional(),
    power: choice(POWER_STATES).optional(),
    fault: text('the name of a fault rule').optional(),
  },
  'a map with request, reply, client, agent, power or fault',
).refine(...oneKeyOf(['request', 'reply', 'client', 'agent', 'power', 'fault']))

const entry = map(
  {
    at: duration.optional().describe('So long after the VM was created.'),
    every: duration.optional().describe('Again and again, first after that time.'),
    when: when.optional().describe('Whenever that happens.'),
    wait: duration.optional().describe('So much later than what `when` waits for.'),
    while: condition.optional(),
    times: integer(1, 1_000_000_000, 'an integer from 1')
      .optional()
      .describe('So often at most; without end without it.'),
    do: actions.describe('What is done: one action, or a list.'),
  },
  'a map with at, every or when, and do',
)
  .refine(...oneKeyOf(['at', 'every', 'when']))
  .refine(it => it.wait === undefined || it.when !== undefined, {
    error: says('wait beside when', 'With at, add it to the time.', 'wait without when'),
  })
  .refine(it => it.times === undefined || it.at === undefined, {
    error: says('times beside every or when', '', 'times beside at'),
  })

export const timeline = list(entry, 'a list of what happens when').describe('What happens by itself: docs/faults.md.')

export type ActionInput = z.input<typeof action>
