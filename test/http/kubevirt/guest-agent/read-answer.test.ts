import fc from 'fast-check'
import { expect, test } from 'vitest'
import { polls } from '../../../../src/http/kubevirt/guest-agent/polls.js'
import { readAnswer } from '../../../../src/http/kubevirt/guest-agent/read-answer.js'
import { decodeExact } from '../../../../src/trace/exact-json.js'

const commands = polls.flatMap(poll => poll.commands)

test('whatever an agent returns is read, or passed over', () => {
  fc.assert(
    fc.property(fc.constantFrom(...commands), fc.json(), (command, json) => {
      expect(readAnswer(command, decodeExact(json))).toBeTypeOf('object')
    }),
  )
})

test.each([
  ['guest-get-timezone', '{"offset": -3600}', { timezone: { zone: '', offset: -3600 } }],
  [
    'guest-get-users',
    '[{"user": "A", "domain": "D", "login-time": 1.5}]',
    { users: [{ userName: 'A', domain: 'D', loginTime: 1.5 }] },
  ],
  [
    'guest-get-fsinfo',
    '[{"name": "sda1", "mountpoint": "/", "type": "xfs", "used-bytes": 18446744073709551615, "disk": []}]',
    {
      filesystems: [
        {
          diskName: 'sda1',
          mountPoint: '/',
          fileSystemType: 'xfs',
          usedBytes: 18446744073709551615n,
          totalBytes: 0n,
          disk: [],
        },
      ],
    },
  ],
  ['guest-ping', '{}', {}],
])('%s %s', (command, json, info) => {
  expect(readAnswer(command, decodeExact(json))).toEqual(info)
})
