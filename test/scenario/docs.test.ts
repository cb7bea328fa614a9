import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { layerOfText } from '../../src/scenario/layer.js'
import { parseOverride } from '../../src/scenario/load.js'
import { load, refusal } from './vocabulary.js'

const text = readFileSync(new URL('../../docs/scenarios.md', import.meta.url), 'utf8')

function blocks(language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, block = '']) => block)
}

test.each(blocks('yaml'))('this of docs/scenarios.md loads: %s', block => {
  const { document, guest } = load(layerOfText(block, 'docs/scenarios.md').data)
  expect(load(document).guest).toEqual(guest)
})

test('the errors of docs/scenarios.md are those of what it shows', () => {
  const [errors = '', scenario = ''] = blocks('text')
  const shown = errors.trimEnd().split('\n')
  expect(
    refusal(() => layerOfText(scenario, 'demo.yaml'))
      .split('\n')
      .sort(),
  ).toEqual(shown.sort())
})

test('the overrides of docs/scenarios.md hold', () => {
  const [commands = ''] = blocks('sh')
  const overrides = [...commands.matchAll(/--set (?:'([^']*)'|(\S+))/g)].map(
    ([, quoted, plain = '']) => quoted ?? plain,
  )
  expect(overrides).toHaveLength(5)
  for (const override of overrides) load('debian-12', [parseOverride(override)])
})
