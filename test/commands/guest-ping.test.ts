import { expect, test } from 'vitest'
import { fails, OK, talk } from './talk.js'

test('it answers nothing but that the agent lives', async () => {
  const host = await talk()
  expect(await host.ask('guest-ping')).toBe(OK)
  expect(await host.ask('guest-ping', {})).toBe(OK)
  expect(await host.ask('guest-ping', { x: 1 })).toBe(fails("Parameter 'x' is unexpected"))
})
