/** Sockets that wait for others, of the network or of a unit, in a scenario file. */
import { z } from 'zod'
import { ipFamily } from '../guest/ip-address.js'
import { absolutePath, choice, entries, integer, list, map, matching, oneKeyOf, says, text } from './fields.js'

/** An address of IPv4, or what has the letters of one of IPv6. */
const ADDRESS = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$|^(?=.*:)[\da-fA-F:]{2,39}$/
const ADDRESS_EXPECTED = 'an address such as 0.0.0.0, 127.0.0.1 or ::'

const urlPath = matching(/^\/[!-"$-~]*$/, 'the path of an address such as /health', 'It begins with / and has no #.')

const ANSWER = 'text, or a map with one of body, directory'

const answer = z.union(
  [
    z.string(),
    map(
      {
        status: integer(200, 599).optional().describe('200 without it.'),
        body: text().optional().describe('What is sent.'),
        directory: absolutePath
          .optional()
          .describe('A folder of the guest: what lies in it is sent for everything below the path.'),
      },
      'a map with status, body, directory',
    ).refine(...oneKeyOf(['body', 'directory'], true)),
  ],
  { error: says(ANSWER, 'null removes it.') },
)

const address = matching(ADDRESS, ADDRESS_EXPECTED).refine(text => ipFamily(text) !== 0, {
  error: says(ADDRESS_EXPECTED),
})

const http = entries(urlPath, answer, 'a map of paths such as /health')
  .optional()
  .describe('What curl and wget of the guest get there, by path; 404 for any other. Without it they are refused.')

const here = { protocol: choice(['tcp', 'udp']), address, port: integer(1, 65_535) }

/** A datagram is nothing that HTTP is spoken in. */
const HTTP_IS_TCP = [
  (it: { readonly protocol: string; readonly http?: unknown }) => it.http === undefined || it.protocol === 'tcp',
  { error: says('protocol: tcp beside http', '', 'protocol: udp') },
] as const

/** Of `network`. */
export const sockets = list(
  map(
    {
      ...here,
      process: text('the name of a program').optional().describe('Who has it: sshd. Nobody listens while none runs.'),
      http,
    },
    'a map with protocol, address, port, process, http',
  ).refine(...HTTP_IS_TCP),
  'a list of sockets',
)

/** Of a unit, whose they are. */
export const unitSockets = list(
  map({ ...here, http }, 'a map with protocol, address, port, http').refine(...HTTP_IS_TCP),
  'a list of sockets',
)
