import { expect, test } from 'vitest'
import { exec } from '../../programs/exec.js'
import { replay, runIn, type Tree, treeGuest, type Vector } from './tree.js'
import vectors from './vectors/filters.json' with { type: 'json' }

const { files, cases } = vectors as unknown as { files: Tree; cases: Vector[] }

test.each(['grep', 'sed', 'awk', 'tr', 'base64', 'cut', 'nl', 'rev', 'uniq'])(
  '%s prints what the real one prints, of patterns that can be read in many ways too',
  tool => {
    const wanted = cases.filter(({ argv }) => argv[0] === tool)
    expect(wanted.map(vector => replay(files, vector))).toEqual(wanted)
    expect(wanted.length).toBeGreaterThan(0)
  },
)

test.each([
  ['sort < /dev/zero', 2],
  ['sha256sum < /dev/zero', 1],
  ['yes | sort', 2],
  ['tr -dc 01 < /dev/urandom | fold | tac', 1],
  ['yes | xargs -n 1 echo', 1],
])('%s refuses an input that has no end', (line, status) => {
  const { stdout, stderr, exitCode } = exec(treeGuest({ run: `${line}\n` }), ['bash', 'run'], { cwd: '/w' })
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: status })
  expect(stderr).toMatch(/: Cannot allocate memory\n$/)
})

test.each([
  ['tr -dc A-Za-z0-9 < /dev/urandom | head -c 16 | wc -c', '16\n'],
  ['base64 < /dev/zero | head -c 4', 'AAAA'],
  ['yes abc | cut -c2 | head -1', 'b\n'],
  ['yes abc | nl | head -1', '     1\tabc\n'],
  ['yes abc | rev | head -1', 'cba\n'],
  ['seq 1 3000000 | tail -1', '3000000\n'],
  ['seq 1000000000000 | head -1', '1\n'],
])('%s ends as soon as who reads it has enough', (line, stdout) => {
  expect(runIn(treeGuest({ run: `${line}\n` }), ['bash', 'run'])).toEqual({ stdout, stderr: '', exitCode: 0 })
})
