import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { debian, run } from '../guest.js'

interface Recorded {
  readonly argv: readonly string[]
  /** In the locale C.UTF-8 instead of C. */
  readonly utf8?: boolean
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

/** What util-linux 2.38.1 prints when it reads the /sys of the persona debian-12 and its mounts. */
const vectors: readonly Recorded[] = JSON.parse(
  readFileSync(new URL('./vectors/util-linux.json', import.meta.url), 'utf8'),
)

describe('util-linux does what it does on Debian 12', () => {
  test.for(vectors.map(vector => [`${vector.argv.join(' ')}${vector.utf8 ? ' (UTF-8)' : ''}`, vector] as const))(
    '%s',
    ([, { argv, utf8 = false, ...expected }]) => {
      const ran = run(new Guest(debian), argv, { env: { LC_ALL: utf8 ? 'C.UTF-8' : 'C' } })
      const stdout = Buffer.from(ran.stdout, 'latin1').toString('utf8')
      expect({ stdout, stderr: ran.stderr, exitCode: ran.exitCode }).toEqual(expected)
    },
  )
})
