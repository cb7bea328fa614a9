import { expect, test } from 'vitest'
import { malformedJson } from '../../../../src/http/proxmox/malformed-json.js'

test.each([
  ['x', 'x'],
  ['', '(end of string)'],
  ['<!DOCTYPE html PUBLI', '<!DOCTYPE html PUBLI'],
  ['<!DOCTYPE html PUBLIC', '<!DOCTYPE html PUBLI...'],
  ['a\n\r\tb', 'a\\n\\r\\tb'],
  ['caf\xc3\xa9\0', 'caf\\x{c3}\\x{a9}\\x{0}'],
])('%j stands there as far as it fits, in one line', (text, before) => {
  expect(malformedJson(text)).toBe(
    'malformed JSON string, neither tag, array, object, number, string or atom, at character offset 0 ' +
      `(before "${before}") at /usr/share/perl5/JSON.pm line 190.\n`,
  )
})
