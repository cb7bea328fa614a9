import { expect, test } from 'vitest'
import { replay, type Tree, type Vector } from './tree.js'
import vectors from './vectors/text-tools.json' with { type: 'json' }

const { files, cases } = vectors as unknown as { files: Tree; cases: Vector[] }

const tools = [...new Set(cases.map(({ argv }) => argv[0] ?? ''))]

test.each(tools)('%s prints what the real one prints', tool => {
  const wanted = cases.filter(({ argv }) => argv[0] === tool)
  expect(wanted.map(vector => replay(files, vector))).toEqual(wanted)
})
