import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Guest } from '../../../../src/guest/guest.js'
import { programGuest, run } from '../guest.js'
import { commandLine, type RecordedCommand } from '../recorded.js'

interface Recording {
  /** Days since the epoch. */
  readonly today: number
  readonly etc: Readonly<Record<string, string>>
  readonly cases: readonly {
    readonly commands: readonly RecordedCommand[]
    /** The files that are others afterwards, and what is below /home as find(1) -printf '%p %y %m %U %G' has it. */
    readonly after: Readonly<Record<string, string>>
  }[]
}

const VECTORS = new URL('./vectors/shadow.json', import.meta.url)
const { etc, cases, today }: Recording = JSON.parse(readFileSync(VECTORS, 'utf8'))
const DATABASES = ['/etc/passwd', '/etc/shadow', '/etc/group', '/etc/gshadow']

function recordedGuest(): Guest {
  const guest = programGuest()
  const { files } = guest
  guest.clock.setTime(BigInt(today) * 86_400_000_000_000n)
  for (const directory of ['/etc/default', '/etc/skel', '/home', '/bin']) files.mkdir(directory, { recursive: true })
  for (const [path, text] of Object.entries(etc)) files.writeFile(path, text)
  files.writeFile('/etc/skel/.profile', '# profile\n')
  files.writeFile('/etc/skel/.bashrc', '# rc\n')
  files.writeFile('/bin/sh', '')
  files.chmod('/bin/sh', 0o755)
  return guest
}

function find(guest: Guest, directory: string): string[] {
  const { files } = guest
  return files.readdir(directory).flatMap(name => {
    const path = `${directory}/${name}`
    const { kind, mode, uid, gid } = files.lstat(path)
    const line = `${path} ${kind.charAt(0)} ${(mode & 0o7777).toString(8)} ${uid} ${gid}`
    return kind === 'directory' ? [line, ...find(guest, path)] : [line]
  })
}

describe('the tools of accounts do what they do on Debian 12', () => {
  test.for(cases.map(recorded => [recorded.commands.map(commandLine).join('; '), recorded] as const))(
    '%s',
    ([, { commands, after }]) => {
      const guest = recordedGuest()
      for (const { argv, stdin = '', ...expected } of commands) {
        const { stdout, stderr, exitCode } = run(guest, argv, { stdin, env: { LC_ALL: 'C', TZ: 'UTC' } })
        expect({ stdout, stderr, exitCode }).toEqual(expected)
      }
      const { home = '', ...changed } = after
      const written = Object.fromEntries(
        DATABASES.map(path => [path, guest.files.readFile(path, 'utf8')]).filter(
          ([path = '', text]) => text !== etc[path],
        ),
      )
      expect(written).toEqual(changed)
      expect(find(guest, '/home').toSorted().join('\n')).toBe(home)
    },
  )
})
