/** Lines that a real bash 5.2 and a real dash 0.5.12 of Debian 12 were given, and what they printed. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Guest } from '../../../src/guest/guest.js'
import { loadScenario } from '../../../src/scenario/load.js'
import { vocabulary } from '../../../src/vm.js'
import { exec } from '../programs/exec.js'

interface Result {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | null
  readonly signal?: number | string
}

interface Line {
  readonly line: string
  /** Absent where it isn't met: `about.notMet` tells why. */
  readonly bash?: Result
  readonly sh?: Result
}

const ENV = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LANG: 'C' }
const { guest: config } = loadScenario({ extends: 'debian-12', clock: { mode: 'manual' } }, { vocabulary })

function recorded(file: string, shell: 'bash' | 'sh'): [string, Result][] {
  const vectors = new URL(`./vectors/${file}.json`, import.meta.url)
  const { shells }: { shells: readonly Line[] } = JSON.parse(readFileSync(vectors, 'utf8'))
  return shells.flatMap(({ line, [shell]: result }) => (result === undefined ? [] : [[line, result]]))
}

describe.each(['shells', 'builtins', 'syntax', 'scripts', 'more', 'jobs'])('%s', file => {
  describe.each(['bash', 'sh'] as const)('%s', shell => {
    test.each(recorded(file, shell))('%s', (line, { stdout, stderr, exitCode, signal }) => {
      const ran = exec(new Guest(config), [shell, '-c', line], { env: ENV })
      expect(ran).toEqual({ stdout, stderr, ...(exitCode === null ? { signal } : { exitCode }) })
    })
  })
})
