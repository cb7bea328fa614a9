import { expect, test } from 'vitest'
import { AGENT_VERSIONS, findProfile } from '../../src/agent/versions.js'

test('2.11.0 is simulated, with 35 commands', () => {
  expect(AGENT_VERSIONS).toEqual(['2.11.0'])
  expect(findProfile('2.11.0').commandNames.length).toBe(35)
})

test('another version is refused', () => {
  expect(() => findProfile('2.11')).toThrow(new RangeError('agent.version: expected one of 2.11.0, got 2.11'))
})
