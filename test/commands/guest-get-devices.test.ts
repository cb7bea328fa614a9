import { expect, test } from 'vitest'
import { fails, talk } from './talk.js'

const ask = async (version: string) => {
  const host = await talk({ scenario: { extends: 'minimal', agent: { version } } })
  return host.ask('guest-get-devices')
}

test.each([
  ['5.2.0', 'The command guest-get-devices has been disabled for this instance'],
  ['7.2.22', 'Command guest-get-devices has been disabled'],
  ['9.1.0', 'The command guest-get-devices has not been found'],
])('on Linux %s refuses: it is for Windows', async (version, text) => {
  expect(await ask(version)).toBe(fails(text, 'CommandNotFound'))
})
