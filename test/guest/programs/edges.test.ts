/** What the programs of Debian 12 do where nobody looks: found by playing the same to both. */
import { expect, test } from 'vitest'
import { programGuest, run } from './guest.js'

function guestWithFiles() {
  const guest = programGuest()
  guest.files.mkdir('/w')
  guest.files.mkdir('/w/d')
  guest.files.writeFile('/w/f', 'hello\n')
  guest.files.writeFile('/w/g', 'xyz\n')
  guest.files.writeFile('/w/m', '1234\n')
  guest.files.writeFile('/w/ü', '')
  guest.files.symlink('nowhere', '/w/dangling')
  guest.files.symlink('loop', '/w/loop')
  guest.files.symlink('/w/f', '/w/link')
  return guest
}

const cases: [line: string[], expected: { stdout?: string; stderr?: string; exitCode?: number }][] = [
  [['printf', '-1'], { stdout: '-1' }],
  [['printf', '--', '%s', 'a'], { stdout: 'a' }],
  [['printf', '%c|', ''], { stdout: '\0|' }],
  [['printf', '%q|'], { stdout: '|' }],
  [['cat', '-E', 'crlf'], { stdout: 'a^M$\nb\rc\r' }],
  [['tail', '-n', '-v'], { stderr: "tail: invalid number of lines: 'v'\n", exitCode: 1 }],
  [['tail', '-n', 'ü'], { stderr: "tail: invalid number of lines: '\\303\\274'\n", exitCode: 1 }],
  [['tail', '-c0', '-v', 'f', 'nowhere'], {}],
  [
    ['tail', '-c1', 'd', 'f'],
    { stdout: '==> d <==\n', stderr: "tail: error reading 'd': Is a directory\n", exitCode: 1 },
  ],
  [['mkdir', 'ü'], { stderr: "mkdir: cannot create directory '\\303\\274': File exists\n", exitCode: 1 }],
  [['touch', '-c', 'f/x'], { stderr: "touch: setting times of 'f/x': Not a directory\n", exitCode: 1 }],
  [['touch', '-c', 'dangling'], {}],
  [['touch', 'new/'], { stderr: "touch: setting times of 'new/': No such file or directory\n", exitCode: 1 }],
  [['touch', 'f/'], { stderr: "touch: setting times of 'f/': Not a directory\n", exitCode: 1 }],
  [
    ['chmod', '-v', '0', 'dangling'],
    {
      stdout: "'dangling' could not be accessed\n",
      stderr: "chmod: cannot operate on dangling symlink 'dangling'\n",
      exitCode: 1,
    },
  ],
  [['chmod', '0', 'loop'], { stderr: "chmod: cannot access 'loop': Too many levels of symbolic links\n", exitCode: 1 }],
  [['chmod', '-v', '-c', '644', 'f'], {}],
  [['ls', '-S', 'm', 'link'], { stdout: 'm\nlink\n' }],
  [['mv', 'g', 'f/x'], { stderr: "mv: cannot stat 'f/x': Not a directory\n", exitCode: 1 }],
  [['cp', 'g', 'f/x'], { stderr: "cp: cannot stat 'f/x': Not a directory\n", exitCode: 1 }],
  [['cp', '-P', 'dangling', 'dangling'], { stderr: "cp: 'dangling' and 'dangling' are the same file\n", exitCode: 1 }],
  [['cp', '-P', 'link', 'f'], { stderr: "cp: 'link' and 'f' are the same file\n", exitCode: 1 }],
  [['cp', '-vP', 'link', 'g'], { stdout: "removed 'g'\n'link' -> 'g'\n" }],
  [['cp', '-nT', 'f', 'd'], {}],
  [
    ['cp', '-v', 'f', 'dangling'],
    {
      stdout: "'f' -> 'dangling'\n",
      stderr: "cp: not writing through dangling symlink 'dangling'\n",
      exitCode: 1,
    },
  ],
  [
    ['cp', '-v', 'f', 'none/x'],
    {
      stdout: "'f' -> 'none/x'\n",
      stderr: "cp: cannot create regular file 'none/x': No such file or directory\n",
      exitCode: 1,
    },
  ],
  [['printenv', ''], { exitCode: 1 }],
  [['ln', '-sf', '/w/f', 'f'], { stderr: "ln: '/w/f' and 'f' are the same file\n", exitCode: 1 }],
  [['ln', '-sf', 'g', 'f/x'], { stderr: "ln: failed to access 'f/x': Not a directory\n", exitCode: 1 }],
  [['ln', '-fT', 'g', 'd'], { stderr: 'ln: d: cannot overwrite directory\n', exitCode: 1 }],
]

test.each(cases)('%j', (argv, { stdout = '', stderr = '', exitCode = 0 }) => {
  const guest = guestWithFiles()
  guest.files.writeFile('/w/crlf', 'a\r\nb\rc\r')
  const ran = run(guest, argv, { cwd: '/w', env: { '': 'x' } })
  expect({ stdout: ran.stdout, stderr: ran.stderr, exitCode: ran.exitCode }).toEqual({ stdout, stderr, exitCode })
})
