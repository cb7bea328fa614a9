import { expect, test } from 'vitest'
import { freeName, nameOf, seconds } from '../../src/faults/in-words.js'
import type { FaultInput } from '../../src/scenario/actions.js'
import { toFaultRule } from '../../src/scenario/fault-config.js'

test.each<[bigint, string]>([
  [0n, '0s'],
  [1n, '0.000000001s'],
  [250_000_000n, '0.25s'],
  [6_000_000_000n, '6s'],
  [3_600_100_000_000n, '3600.1s'],
])('%d ns are %s', (nanoseconds, text) => {
  expect(seconds(nanoseconds)).toBe(text)
})

test.each<[FaultInput, string]>([
  [{ delay: '6s' }, '*: delay 6s'],
  [{ delay: { from: '1s', to: '90s' } }, '*: delay 1s to 90s'],
  [{ delay: { mean: '1s', deviation: '1ms' } }, '*: delay about 1s'],
  [{ delay: { p99: '2s', p50: '100ms' } }, '*: delay p50 0.1s p99 2s'],
  [{ on: ['guest-ping', 'guest-get-*'], hang: true }, 'guest-ping guest-get-*: hang'],
  [{ error: 'no', on: 'guest-exec' }, 'guest-exec: error "no"'],
  [{ return: {} }, '*: another reply'],
  [{ bytes: 'x' }, '*: other bytes'],
  [{ exhaust: 'memory' }, '*: short of memory'],
  [{ crash: 'during' }, '*: crash during'],
  [{ crash: { when: 'before', restart: '5s' } }, '*: crash before, restart in 5s'],
  [{ deaf: true }, '*: deaf'],
  [{ deaf: '1m' }, '*: deaf for 60s'],
  [{ portClosed: true }, '*: port closed'],
  [{ portClosed: '2s' }, '*: port closed for 2s'],
  [{ drop: true, crlf: true }, '*: drop, crlf'],
  [{ truncate: -3 }, '*: truncate -3'],
  [{ garbage: 'x' }, '*: garbage before'],
  [{ garbage: { inside: 3, after: 'x' } }, '*: garbage inside and after'],
  [{ duplicate: true }, '*: duplicate 2'],
  [{ stale: true }, '*: stale'],
  [{ reorder: true }, '*: reorder'],
  [{ chunks: 7 }, '*: in chunks'],
  [{ bandwidth: '1KiB' }, '*: 1024 bytes/s'],
  [{ disconnect: 'before', reset: 'after' }, '*: disconnect before, reset after'],
])('%j is called "%s"', (input, name) => {
  const rule = toFaultRule(input)
  expect(rule.name).toBe(name)
  expect(nameOf(rule.on, rule.effects)).toBe(name)
})

test('a name that is taken gets a number', () => {
  const rule = toFaultRule({ name: 'a', hang: true })
  expect(freeName(rule, () => false)).toBe(rule)
  expect(freeName(rule, name => name === 'a').name).toBe('a (2)')
  expect(freeName(rule, name => ['a', 'a (2)', 'a (3)'].includes(name))).toEqual({ ...rule, name: 'a (4)' })
})
