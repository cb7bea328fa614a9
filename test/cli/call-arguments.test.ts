import { expect, test } from 'vitest'
import { toArguments } from '../../src/cli/call-arguments.js'
import { CommandFailure } from '../../src/cli/exit-status.js'

test.each<[string, string[], string | undefined]>([
  ['guest-ping', [], undefined],
  ['guest-file-read', [' {"handle":1e3, "count":9223372036854775807}'], ' {"handle":1e3, "count":9223372036854775807}'],
  ['guest-file-read', ['handle=9223372036854775807'], '{"handle": 9223372036854775807}'],
  ['guest-file-open', ['path=12', 'mode=r=w'], '{"path": "12", "mode": "r=w"}'],
  [
    'guest-exec',
    ['path=/bin/ls', 'arg=["-l"]', 'capture-output=true'],
    '{"path": "/bin/ls", "arg": ["-l"], "capture-output": true}',
  ],
  ['guest-exec', ['path=a', 'capture-output=merged'], '{"path": "a", "capture-output": "merged"}'],
  ['guest-file-seek', ['whence=end'], '{"whence": "end"}'],
  ['guest-file-seek', ['whence=2'], '{"whence": 2}'],
  ['unknown', ['a=1', 'b=true', 'c=x', 'd=', 'e=01'], '{"a": 1, "b": true, "c": "x", "d": "", "e": "01"}'],
])('%s %j becomes %s', (command, words, text) => {
  expect(toArguments(command, words)).toBe(text)
})

test.each([
  ['guest-file-read', ['handle=x'], 'handle: expected an integer, got x'],
  [
    'guest-exec',
    ['capture-output=1'],
    'capture-output: expected true, false or one of none, stdout, stderr, separated, merged, got 1',
  ],
  ['guest-file-seek', ['whence=top'], 'whence: expected an integer or one of set, cur, end, got top'],
  ['guest-ping', ['x'], 'expected a JSON object or key=value, got x'],
  ['guest-ping', ['=x'], 'expected a JSON object or key=value, got =x'],
  ['guest-ping', ['{}', 'a=1'], 'expected one JSON object, got more: a=1. Put it in quotes.'],
])('%s %j is refused', (command, words, message) => {
  expect(() => toArguments(command, words)).toThrow(new CommandFailure(message, 2))
})

test('broken JSON is refused with the place', () => {
  expect(() => toArguments('guest-ping', ['{"a":}'])).toThrow(/^the arguments are no JSON: Unexpected token/)
})
