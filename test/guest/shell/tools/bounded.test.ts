/** Filters that let go of what is done with, and read no more than they were asked for. */
import { expect, test } from 'vitest'
import { exec } from '../../programs/exec.js'
import { replay, type Tree, treeGuest, type Vector } from './tree.js'
import vectors from './vectors/bounded.json' with { type: 'json' }

const { files, cases } = vectors as unknown as { files: Tree; cases: Vector[] }

const tools = [...new Set(cases.map(({ argv }) => argv[0] ?? ''))]

test.each(tools)('%s prints what the real one prints', tool => {
  const wanted = cases.filter(({ argv }) => argv[0] === tool)
  expect(wanted.map(vector => replay(files, vector))).toEqual(wanted)
})

test.each([
  ["tr -dc a-z0-9 < /dev/urandom | fold -w 32 | head -n 1 | tr -d '\\n' | wc -c", '32\n'],
  ['cat /dev/urandom | tr -dc a-z | fold -w 8 | head -n 2 | wc -l', '2\n'],
  ['yes abc | fold -w 2 | head -n 2', 'ab\nc\n'],
  ["yes '\tx' | expand -t 2 | head -n 1", '  x\n'],
  ['yes a | paste -d, - - | head -n 1', 'a,a\n'],
  ['yes a | paste -sd+ | head -c 5', 'a+a+a'],
  [
    'od -vc /dev/zero | head -n 1',
    '0000000  \\0  \\0  \\0  \\0  \\0  \\0  \\0  \\0  \\0  \\0  \\0  \\0  \\0  \\0  \\0  \\0\n',
  ],
  ['od -An -N2 -tx1 < /dev/zero', ' 00 00\n'],
  ['cat /dev/zero | od -An -N2 -tx1', ' 00 00\n'],
  ['yes | hexdump -vC | head -n 1', '00000000  79 0a 79 0a 79 0a 79 0a  79 0a 79 0a 79 0a 79 0a  |y.y.y.y.y.y.y.y.|\n'],
  ['yes | xxd | head -n 1', '00000000: 790a 790a 790a 790a 790a 790a 790a 790a  y.y.y.y.y.y.y.y.\n'],
  ['head -c 17M /dev/zero | wc -c', '17825792\n'],
  ['timeout 1 cat /dev/zero | wc -l', '0\n'],
  ['(od -N3 > /dev/null; cat) < f', 'defghijklmnopqrstuvwxyz'],
  ['(head -c 100000 > /dev/null; wc -c) < big', '10000\n'],
])('%s has enough in time', (line, stdout) => {
  const guest = treeGuest({ ...files, big: 'x'.repeat(110_000), run: `${line}\n` })
  expect(exec(guest, ['bash', 'run'], { cwd: '/w' })).toEqual({ stdout, stderr: '', exitCode: 0 })
})
