import { describe, expect, test } from 'vitest'
import { programGuest, run } from './guest.js'
import { buildTree, commandLine, type RecordedCase, recording } from './recorded.js'

/** The program that the first command runs. */
const programOf = ({ commands }: RecordedCase) => commands[0]?.argv[0]

for (const program of new Set(recording.cases.map(programOf))) {
  const cases = recording.cases.filter(recorded => programOf(recorded) === program)
  describe(`${program} does what it does on Debian 12`, () => {
    test.for(cases.map(recorded => [title(recorded), recorded] as const))('%s', ([, { user = 'root', commands }]) => {
      const guest = programGuest()
      buildTree(guest)
      for (const { argv, env = {}, stdin = '', ...expected } of commands) {
        const ran = run(guest, argv, {
          user,
          stdin,
          cwd: recording.root,
          env: { PATH: '/usr/bin:/usr/sbin', LC_ALL: 'C', ...env },
        })
        expect({ stdout: ran.stdout, stderr: ran.stderr, exitCode: ran.exitCode }).toEqual(expected)
      }
    })
  })
}

function title({ user, commands }: RecordedCase): string {
  const lines = commands.map(commandLine).join('; ')
  return user === undefined ? lines : `${lines} (as ${user})`
}
