import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { pythonYaml } from '../../../../src/guest/programs/cloud-init/python-yaml.js'

/** What PyYAML 6 wrote with the settings of cloud-init 22.4.2, of texts that were put together by chance. */
const VECTORS = new URL('./vectors/pyyaml.json', import.meta.url)
const cases: readonly { text: string; yaml: string }[] = JSON.parse(readFileSync(VECTORS, 'utf8'))

function around(text: string) {
  const numbers = { n: null, f: 1767225426.12 }
  return { detail: text, errors: [text, 'two'], empty: [], none: {}, ...numbers, deep: { 1: { k: text } } }
}

test.each(cases.map(({ text, yaml }) => [JSON.stringify(text), text, yaml]))(
  '%s is written as PyYAML does',
  (_, text, yaml) => {
    expect(pythonYaml(around(text))).toBe(yaml)
  },
)

test('what is written is read back', () => {
  const printable = fc.string({ unit: fc.constantFrom(...'ab1 :-#\n\'"[]{}!&*%@`,.?=~<>|\\'), maxLength: 200 })
  fc.assert(
    fc.property(printable, text => {
      expect(parse(pythonYaml(around(text)))).toEqual(around(text))
    }),
  )
})
