/** The tree that vectors/lines.json was recorded in, and running a line of it in a shell of the guest. */

import { exec, type Ran } from '../../programs/exec.js'
import { programGuest } from '../../programs/guest.js'

export interface RecordedLine {
  readonly shell: string
  readonly script: string
  readonly stdout: string
  readonly stderr: string
  readonly status: number
}

const PROGRAMS = ['bash', 'dash', 'cat', 'cut', 'head', 'od', 'echo', 'printf', 'true', 'false']
const DIRECTORY = '/srv/work'
const EMPTY = ['a.c', 'b.c', 'B.c', 'x y.c', 'z.h', '.hid', 'dir/x.h', 'dir/.dot', 'dir/sub/deep.h']

export function runLine(shell: string, script: string): Ran {
  const guest = programGuest({ builtins: PROGRAMS.map(name => `/usr/bin/${name}`) })
  guest.files.symlink('dash', '/usr/bin/sh')
  guest.files.mkdir(`${DIRECTORY}/dir/sub`, { recursive: true })
  for (const name of EMPTY) guest.files.writeFile(`${DIRECTORY}/${name}`, '')
  guest.files.writeFile(`${DIRECTORY}/a.txt`, 'one  two\nthree\n')
  guest.files.symlink('a.c', `${DIRECTORY}/link`)
  return exec(guest, [shell, '-c', script], { cwd: DIRECTORY })
}
