import { expect, test } from 'vitest'
import { KeyFile, KeyFileError } from '../../../src/cli/qga/key-file.js'

test('groups, comments, blanks and escapes', () => {
  const file = new KeyFile(
    '# comment\n\n[general]\nmethod= unix-listen \n  path =/a\\sb\\\\c\nverbose = 1 \n[other]\nq=1\n[general]\npath=/z\nempty=\n',
  )
  expect(file.string('general', 'method')).toBe('unix-listen ')
  expect(file.string('general', 'path')).toBe('/z')
  expect(file.string('general', 'empty')).toBe('')
  expect(file.string('general', 'q')).toBe(undefined)
  expect(file.string('nowhere', 'q')).toBe(undefined)
  expect(file.boolean('general', 'verbose')).toBe(true)
  expect(file.boolean('general', 'daemon')).toBe(undefined)
  expect(new KeyFile('[g]\na=\\s\\t\\\\').string('g', 'a')).toBe(' \t\\')
})

// All seen with qemu-ga 7.2.22.
test.each([
  ['verbose=true', 'Key file does not start with a group'],
  ['[general]\nnonsense', 'Key file contains line “nonsense” which is not a key-value pair, group, or comment'],
  ['[general', 'Key file contains line “[general” which is not a key-value pair, group, or comment'],
  ['[general]\n=5', 'Key file contains line “=5” which is not a key-value pair, group, or comment'],
])('%j: %s', (text, message) => {
  expect(() => new KeyFile(text)).toThrow(new KeyFileError(message))
})

test('a value that is no boolean, or has an unknown escape', () => {
  const file = new KeyFile('[general]\nverbose=maybe\npath=a\\qb\nend=a\\')
  const message = (key: string) => `Key file contains key “${key}” which has a value that cannot be interpreted.`
  expect(() => file.boolean('general', 'verbose')).toThrow(new KeyFileError(message('verbose')))
  expect(() => file.string('general', 'path')).toThrow(new KeyFileError(message('path')))
  expect(() => file.string('general', 'end')).toThrow(new KeyFileError(message('end')))
})
