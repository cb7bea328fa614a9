/** What can be done inside of the guest, as somebody in it would. */
import { z } from 'zod'
import { choice, entries, integer, list, map, matching, says, text } from './fields.js'

/** In effects of programs it may be, or begin with, what is filled in when they come about. */
export const actionPath = matching(
  /^(?:\/(?:[^\0]*[^\0/])?|(?:[A-Za-z]:[\\/]|\\\\|\{\{)[^\0]*)$/,
  'an absolute path in the guest such as /etc/motd',
)

const PATHS = 'a path in the guest, or a list of such'

export const GUEST_ACTIONS = {
  remove: z
    .union([actionPath, list(actionPath, PATHS).min(1)], { error: says(PATHS) })
    .optional()
    .describe('Files and folders that go.'),
  interfaces: entries(text('the name of an interface'), choice(['up', 'down']), 'a map of interface names')
    .optional()
    .describe('Interfaces that go up or down.'),
  services: entries(text('the name of a unit'), choice(['start', 'stop', 'restart']), 'a map of units')
    .optional()
    .describe('Units of systemd: nginx, or nginx.service.'),
  login: map(
    {
      user: text('the name of an account'),
      line: text('a terminal such as pts/2'),
      host: text().optional().describe('Where from; empty for a local login.'),
    },
    'a map with user, line, host',
  )
    .optional()
    .describe('Somebody logs in.'),
  logout: text('a terminal such as pts/2').optional().describe('Whoever is on that terminal logs out.'),
  log: map(
    {
      identifier: text(),
      message: text(),
      priority: integer(0, 7).optional().describe('Of syslog(3); 6, informational, without it.'),
    },
    'a map with identifier, message, priority',
  )
    .optional()
    .describe('An entry of the journal.'),
}
