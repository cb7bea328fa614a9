import { expect, test } from 'vitest'
import { fails, returns, talk } from './talk.js'

test.each(['0', '-1', '9223372036854775807', '-9223372036854775808'])('it gives the id %s back', async id => {
  const host = await talk()
  expect(await host.ask('guest-sync', `{"id":${id}}`)).toBe(returns(id))
})

test.each([
  ['{}', "Parameter 'id' is missing"],
  ['{"id":"1"}', "Invalid parameter type for 'id', expected: integer"],
  ['{"id":1.0}', "Invalid parameter type for 'id', expected: integer"],
  ['{"id":9223372036854775808}', "Invalid parameter type for 'id', expected: integer"],
  ['{"id":1,"x":2}', "Parameter 'x' is unexpected"],
])('it refuses %s', async (args, desc) => {
  const host = await talk()
  expect(await host.ask('guest-sync', args)).toBe(fails(desc))
})
