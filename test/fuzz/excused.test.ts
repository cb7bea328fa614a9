import { expect, test } from 'vitest'
import { excuse } from './excused.js'
import { isReply } from './reply-line.js'

test.each([
  ['guest-get-time', '{"return": 1700000000000000000, "id": 5}', '{"return": <of the machine>, "id": 5}'],
  [
    'guest-exec',
    '{"return": {"pid": 12}, "id": {"pid": 3}}',
    '{"return": {"pid": <of the machine>}, "id": {"pid": 3}}',
  ],
  ['guest-get-users', '{"return": [{"user": "}]\\""}]}', '{"return": <of the machine>}'],
  ['guest-get-fsinfo', '{"error": {"class": "C", "desc": "d"}}', '{"error": {"class": "C", "desc": "d"}}'],
  ['guest-ping', '{"return": {}, "id": [inf, -inf]}', '{"return": {}, "id": [inf, -inf]}'],
  ['guest-get-time', '{"return": 17, "id": inf}', '{"return": <of the machine>, "id": inf}'],
])('%s: %s', (command, line, expected) => {
  expect(excuse(line, command)).toBe(expected)
})

test.each([
  ['{"return": {}}', true],
  ['\xff{"return": 5, "id": [inf, {"a": -inf}]}', true],
  ['{"id": 1, "error": {"class": "GenericError", "desc": "\\u201C"}}', true],
  ['{"error": {"class": "GenericError"}}', false],
  ['{"error": {"class": "GenericError", "desc": "", "more": 1}}', false],
  ['{"return": {}, "error": {"class": "", "desc": ""}}', false],
  ['{"id": 1}', false],
  ['{"return": "\xe4"}', false],
  ['{"return": {}}{"return": {}}', false],
  ['', false],
])('%j is a reply: %s', (line, is) => {
  expect(isReply(line)).toBe(is)
})
