import { expect, test } from 'vitest'
import { returns, talk } from './talk.js'

test('processors are listed ascending by id', async () => {
  const vcpus = [{}, { online: false }, { canOffline: false }]
  const host = await talk({ scenario: { extends: 'minimal', vcpus } })
  expect(await host.ask('guest-get-vcpus')).toBe(
    returns(
      '[{"online": true, "can-offline": false, "logical-id": 0}, ' +
        '{"online": false, "can-offline": true, "logical-id": 1}, ' +
        '{"online": true, "can-offline": false, "logical-id": 2}]',
    ),
  )
})
