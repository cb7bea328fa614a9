import { expect, test } from 'vitest'
import type { Exchange, Session, Setup } from './recording.js'
import { inOrder, subjectOf } from './subject.js'

function subject(
  name: string,
  sent: string,
  received: string,
  more: Partial<Exchange> = {},
  setup: Setup = {},
): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const exchange: Exchange = {
    ...{ version: '7.2.22', session: name, seq: 0, conn: 0, note: '' },
    ...{ send_b64: base64(sent), recv_b64: base64(received), ...more },
  }
  const session: Session = { version: '7.2.22', name, setup, exchanges: [exchange] }
  return subjectOf(session, exchange)
}

const PING = '{"execute":"guest-ping"}'
const PONG = '{"return": {}}\n'
const STATUS = { send_template: '{"execute":"guest-exec-status","arguments":{"pid":$PID}}' }
const notFound = (name: string) =>
  `{"error": {"class": "CommandNotFound", "desc": "The command ${name} has not been found"}}`
const disabled = '{"id": 1, "error": {"class": "CommandNotFound", "desc": "Command guest-fstrim has been disabled"}}'
const disabledOld =
  '{"error": {"class": "GenericError", "desc": "The command guest-fstrim has been disabled for this instance"}}'
const noHandle = `{"error": {"class": "GenericError", "desc": "handle '1' has not been found"}}`

test.each([
  ['the wire by the name of the session', 'wire and parser', ['A-echo: x', PING, PONG]],
  ['the dispatch by the name of the session', 'dispatch', ['B-order: x', PING, PONG]],
  ['the command that is asked', 'guest-ping', ['C-misc: x', PING, PONG]],
  ['the command that is asked, with the pid put in later', 'guest-exec-status', ['C-exec: x', '', PONG, STATUS]],
  [
    'the command whose arguments are wrong',
    'guest-file-close',
    ['B-args: x', '{"execute":"guest-file-close"}', noHandle],
  ],
  ['the dispatch where there is no such command', 'dispatch', ['C-misc: x', PING, notFound('guest-ping')]],
  ['the dispatch where the command is disabled', 'dispatch', ['mine', '{"execute":"guest-fstrim"}', disabled]],
  ['the dispatch where 2.11 has disabled it', 'dispatch', ['mine', '{"execute":"guest-fstrim"}', disabledOld]],
  ['the dispatch where no command is named', 'dispatch', ['mine', '{"execute":5}', '{"error": {}}']],
  ['the wire where it is no request', 'wire and parser', ['mine', '{"execute":', '']],
  ['the life cycle where a client comes after another', 'life cycle', ['C-file: x', PING, PONG, { conn: 1 }]],
  ['the life cycle where the agent ends', 'life cycle', ['B-args: x', PING, '', { agent_died: true }]],
  ['the life cycle where an agent came before', 'life cycle', ['C-hook: x', PING, PONG, {}, { frozen: true }]],
] as const)('an exchange is about %s', (_, expected, [name, sent, received, more, setup]) => {
  expect(subject(name, sent, received, more, setup)).toBe(expected)
})

test('what is about no command stands first, commands stand by name', () => {
  expect(inOrder(['guest-sync', 'life cycle', 'guest-info', 'dispatch', 'wire and parser', 'dispatch'])).toEqual([
    'wire and parser',
    'dispatch',
    'life cycle',
    'guest-info',
    'guest-sync',
  ])
})
