import { expect, test } from 'vitest'
import { load, refusal } from './vocabulary.js'

test('a quirk that the channel cannot show is refused', () => {
  expect(refusal(() => load({ agent: { quirks: { endsWhenLeftUnread: true } } }))).toBe(
    'scenario object  agent.quirks.endsWhenLeftUnread: expected the transport unix-listen for this quirk, got virtio-serial.',
  )
  const off = { quirks: { endsWhenLeftUnread: false, seesClientsLate: true } }
  expect(load({ agent: off }).agent.quirks).toEqual(off.quirks)
})

test('patches of distributions of Linux are refused on Windows', () => {
  const windows = { extends: 'windows-server-2022', agent: { patches: ['skips-bind-mounts' as const] } }
  expect(refusal(() => load(windows))).toBe(
    'scenario object  agent.patches: expected a key of a Windows guest, got "patches". They are of distributions of Linux.',
  )
})
