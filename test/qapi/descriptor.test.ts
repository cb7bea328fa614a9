import { expect, test } from 'vitest'
import { q, typeName } from '../../src/qapi/descriptor.js'

test.each([
  [q.int, 'int'],
  [q.uint64, 'uint64'],
  [q.bool, 'bool'],
  [q.str, 'str'],
  [q.list(q.list(q.str)), '[[str]]'],
  [q.struct('Point', {}), 'Point'],
  [q.list(q.struct('Point', {})), '[Point]'],
  [q.enum('Colour', ['red']), 'Colour'],
  [q.alternate('Choice', q.int, q.enum('Colour', ['red'])), 'Choice'],
])('%o has the name %s', (descriptor, name) => {
  expect(typeName(descriptor)).toBe(name)
})

test('an optional descriptor with a line of documentation is what it was', () => {
  expect(q.optional(q.doc('bytes', q.int))).toEqual({ ...q.int, doc: 'bytes', isOptional: true })
})
