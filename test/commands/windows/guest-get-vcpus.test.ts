import { expect, test } from 'vitest'
import { returns } from '../talk.js'
import { talkToWindows, VERSIONS } from './windows-host.js'

test.each(VERSIONS)('%s lists processors in ascending order, none of which can go offline', async version => {
  const host = await talkToWindows(version, { scenario: { vcpus: 3 } })
  expect(await host.ask('guest-get-vcpus')).toBe(
    returns(`[${[0, 1, 2].map(id => `{"online": true, "can-offline": false, "logical-id": ${id}}`).join(', ')}]`),
  )
})
