/** Units of systemd in a scenario file. */
import { z } from 'zod'
import { FILE_STATES, RESTARTS, SERVICE_TYPES, UNIT_KINDS } from '../guest/services/unit.js'
import {
  absolutePath,
  choice,
  duration,
  entries,
  flag,
  instant,
  integer,
  list,
  map,
  matching,
  oneKeyOf,
  says,
  text,
  written,
} from './fields.js'
import { unitSockets } from './listening-schema.js'
import { SIGNAL_NAMES, signalNumber } from './signals.js'

export const UNIT_STATES = [
  'running',
  'exited',
  'dead',
  'failed',
  'waiting',
  'listening',
  'mounted',
  'active',
  'plugged',
] as const

const unitName = matching(
  new RegExp(`^[\\w:.\\\\@-]+\\.(?:${Object.keys(UNIT_KINDS).join('|')})$`),
  'the name of a unit with its kind such as nginx.service',
)

const COMMAND = 'a command line, or a list of arguments'

const command = z.union(
  [text(COMMAND).regex(/\S/, { error: says(COMMAND) }), list(text(), COMMAND).min(1, { error: says(COMMAND) })],
  { error: says(COMMAND) },
)

const ending = {
  exitCode: integer(1, 255).optional().describe('What its main process returned; 1 without it.'),
  signal: written(
    signalNumber,
    /^(?:SIG)?[A-Z0-9]+$/,
    'a signal: its number or a name such as SIGKILL',
    `Names: ${SIGNAL_NAMES.join(' ')}.`,
  )
    .optional()
    .describe('What its main process was killed by.'),
}

const unit = map(
  {
    description: text().optional().describe('The name of the unit without it.'),
    documentation: list(text(), 'a list of addresses such as man:sshd(8)').optional(),
    path: absolutePath.optional().describe('Where its file is; /lib/systemd/system/NAME without it.'),
    aliases: list(unitName, 'a list of names').optional(),
    file: choice(FILE_STATES)
      .optional()
      .describe('What `systemctl is-enabled` says; enabled without it, static for what has nothing to enable.'),
    preset: choice(['enabled', 'disabled'])
      .optional()
      .describe('What the distribution would have; enabled without it.'),
    wantedBy: unitName.optional().describe('What wants it once it is enabled; multi-user.target without it.'),
    state: choice(UNIT_STATES)
      .optional()
      .describe('How it is at the start: up, unless its file is disabled or masked.'),
    since: instant.optional().describe('Since when; since the boot without it.'),
    failed: map(ending, 'a map with exitCode or signal')
      .refine(...oneKeyOf(['exitCode', 'signal'], true))
      .optional()
      .describe('Of one whose state is failed: how its main process ended.'),
    type: choice(SERVICE_TYPES).optional().describe('Of a service; simple without it.'),
    command: command.optional().describe('Of a service: its main process, split at blanks or argument by argument.'),
    process: text()
      .min(1, { error: says('a command line') })
      .optional()
      .describe('How its main process shows in `processes`, if not by `command`. `*` stands for any text.'),
    user: text('the name of an account').optional().describe('Who its main process runs as; root without it.'),
    restart: choice(RESTARTS).optional().describe('Whether systemd starts it again when it ends; no without it.'),
    canReload: flag().optional().describe('Whether `systemctl reload` works; false without it.'),
    listening: unitSockets.optional().describe('What waits for others while the unit is active.'),
    startTime: duration.optional().describe('How long a start takes.'),
    startFails: map(
      {
        exitCode: integer(1, 255).optional().describe('1 without it.'),
        message: text().optional().describe('What its main process writes to the journal.'),
      },
      'a map with exitCode, message',
    )
      .optional()
      .describe('Every start of it fails like that.'),
    timer: map(
      {
        unit: unitName.optional().describe('The service of the same name without it.'),
        every: duration.describe('How much time lies between two starts.'),
      },
      'a map with unit, every',
    )
      .optional()
      .describe('Of a timer: shown by list-timers.'),
  },
  'a map with description, file, state, command, …',
)

export const units = entries(unitName, unit, 'a map of units').describe(
  "systemd's units, by name. Those of what is mounted, and systemd's own targets and slices, are there without it.",
)
