import { expect, test } from 'vitest'
import { parseMode } from '../../src/scenario/file-mode.js'

test.each([644, 755, 600, 640, 664, 700, 711, 750, 770, 775, 777, 444, 440, 555, 1777, 2755, 4755])(
  'a decimal %d is taken for what it was meant to be, and refused',
  mode => {
    expect(parseMode(mode)).toBe(undefined)
  },
)

test.each([
  0o644, 0o755, 0o600, 0o640, 0o664, 0o700, 0o711, 0o750, 0o770, 0o775, 0o777, 0o444, 0o440, 0o400, 0o555, 0o1777,
  0o2755, 0o2775, 0o4755, 0o6755, 0, 0o200, 0o222,
])('an octal number is what it is: %d', mode => {
  expect(parseMode(mode)).toBe(mode)
})

test('text is octal, with or without a leading zero', () => {
  expect(['0644', '755', '1777', '02755'].map(parseMode)).toEqual([0o644, 0o755, 0o1777, 0o2755])
  expect(['0o644', '689', '64', ''].map(parseMode)).toEqual([undefined, undefined, undefined, undefined])
})
