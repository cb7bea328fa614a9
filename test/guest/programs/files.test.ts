/** What a recording can't hold: devices, times of today, names that are not UTF-8, several file systems. */
import { describe, expect, test } from 'vitest'
import { programGuest, run } from './guest.js'

const MOUNT = { source: 'vda', path: '/', type: 'ext4', options: 'rw', size: 0n, used: 0n, trim: 0n }

describe('files of the guest', () => {
  test('a program is called what exec called it', () => {
    expect(run(programGuest(), ['/bin/cat', '/nope']).stderr).toBe('/bin/cat: /nope: No such file or directory\n')
    expect(run(programGuest(), ['/bin/cat', '-z']).stderr).toBe(
      "/bin/cat: invalid option -- 'z'\nTry '/bin/cat --help' for more information.\n",
    )
  })

  test('relative names start at the working directory', () => {
    const guest = programGuest()
    expect(run(guest, ['cat', 'hostname'], { cwd: '/etc' }).stdout).toBe('localhost\n')
    expect(run(guest, ['pwd'], { cwd: '/etc' }).stdout).toBe('/etc\n')
    expect(run(guest, ['touch', 'x'], { cwd: '/' }).exitCode).toBe(0)
    expect(guest.files.exists('/x')).toBe(true)
  })

  test('names that are not UTF-8 come out as the bytes they are', () => {
    const guest = programGuest()
    guest.files.mkdir('/odd')
    guest.files.writeFile('/odd/\uDCFFa', '')
    expect(run(guest, ['ls', '/odd']).stdout).toBe('\xffa\n')
    expect(run(guest, ['cat', '/odd/\uDCFFb']).stderr).toBe("cat: '/odd/'$'\\377''b': No such file or directory\n")
    expect(run(guest, ['cat', '/odd/é']).stderr).toBe("cat: '/odd/'$'\\303\\251': No such file or directory\n")
  })

  test('bytes pass through unchanged', () => {
    const guest = programGuest()
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    const all = Buffer.from(bytes).toString('latin1')
    expect(run(guest, ['cat'], { stdin: bytes }).stdout).toBe(all)
    guest.files.writeFile('/bytes', bytes)
    expect(run(guest, ['head', '-c', '300', '/bytes']).stdout).toBe(all)
    expect(run(guest, ['printf', '\\0\\377']).stdout).toBe('\0\xff')
  })

  test('of a device without end a part can be read, not all', () => {
    const guest = programGuest()
    expect(run(guest, ['head', '-c', '4', '/dev/zero']).stdout).toBe('\0\0\0\0')
    expect(run(guest, ['cat', '/dev/null']).stdout).toBe('')
    expect(run(guest, ['wc', '/dev/zero'])).toMatchObject({
      stderr: 'wc: mockvm gives no more than 16 MiB of the device /dev/zero\n',
      exitCode: 1,
    })
  })

  test('no program that is a function prints more than 256 MiB', () => {
    const guest = programGuest()
    guest.files.writeFile('/large', '')
    guest.files.truncate('/large', 1n << 40n)
    expect(run(guest, ['cat', '/large']).stdout.length).toBe(256 << 20)
    expect(run(guest, ['wc', '-c', '/large']).stdout).toBe('1099511627776 /large\n')
    expect(run(guest, ['tail', '/large']).stderr).toBe('tail: mockvm does this with no more than 256 MiB\n')
  })

  test('ls -l shows the hour of what is recent and the year of what is not', () => {
    const guest = programGuest()
    guest.files.writeFile('/tmp/new', '')
    guest.files.writeFile('/tmp/old', '')
    run(guest, ['touch', '-d', '2024-02-29', '/tmp/old'])
    run(guest, ['touch', '-d', '2027-01-01', '/tmp/future'])
    expect(run(guest, ['ls', '-l', '/tmp']).stdout).toBe(
      'total 0\n' +
        '-rw-r--r-- 1 root root 0 Jan  1  2027 future\n' +
        '-rw-r--r-- 1 root root 0 Jan  1 00:00 new\n' +
        '-rw-r--r-- 1 root root 0 Feb 29  2024 old\n',
    )
  })

  test('ls -l and stat show the numbers of a device', () => {
    const guest = programGuest()
    expect(run(guest, ['ls', '-l', '/dev/null', '/etc/hostname']).stdout).toBe(
      'crw-rw-rw- 1 root root 1, 3 Jan  1 00:00 /dev/null\n-rw-r--r-- 1 root root   10 Jan  1 00:00 /etc/hostname\n',
    )
    expect(run(guest, ['stat', '-c', '%F %t:%T', '/dev/null']).stdout).toBe('character special file 1:3\n')
  })

  test('stat tells all of a file', () => {
    const guest = programGuest()
    guest.files.writeFile('/tmp/with space', 'hello')
    const { ino } = guest.files.stat('/tmp/with space')
    expect(run(guest, ['stat', '/tmp/with space']).stdout).toBe(
      `  File: /tmp/with space
  Size: 5         \tBlocks: 8          IO Block: 4096   regular file
Device: 254,0\tInode: ${String(ino).padEnd(10)}  Links: 1
Access: (0644/-rw-r--r--)  Uid: (    0/    root)   Gid: (    0/    root)
Access: 2026-01-01 00:00:00.000000000 +0000
Modify: 2026-01-01 00:00:00.000000000 +0000
Change: 2026-01-01 00:00:00.000000000 +0000
 Birth: -
`,
    )
  })

  test('mv between file systems copies and removes', () => {
    const guest = programGuest({ mounts: [MOUNT, { ...MOUNT, source: 'tmpfs', type: 'tmpfs', path: '/run' }] })
    guest.files.mkdir('/d')
    guest.files.writeFile('/d/f', 'text')
    guest.files.chmod('/d/f', 0o640)
    guest.files.symlink('f', '/d/l')
    expect(run(guest, ['mv', '-v', '/d', '/run/e'])).toMatchObject({ stderr: '', exitCode: 0 })
    expect(guest.files.exists('/d')).toBe(false)
    expect(run(guest, ['stat', '-c', '%a %s %N', '/run/e/f', '/run/e/l']).stdout).toBe(
      "640 4 '/run/e/f'\n777 1 '/run/e/l' -> 'f'\n",
    )
    expect(run(guest, ['ln', '/run/e/f', '/hard']).stderr).toBe(
      "ln: failed to create hard link '/hard' => '/run/e/f': Invalid cross-device link\n",
    )
  })

  test('cp keeps a hole a hole', () => {
    const guest = programGuest()
    guest.files.writeFile('/sparse', '')
    guest.files.truncate('/sparse', 1_000_000n)
    run(guest, ['cp', '/sparse', '/copy'])
    expect(run(guest, ['stat', '-c', '%s %b', '/copy']).stdout).toBe('1000000 0\n')
  })

  test('what a read-only file system refuses is told', () => {
    const guest = programGuest({ mounts: [MOUNT, { ...MOUNT, path: '/ro', options: 'ro,relatime' }] })
    expect(run(guest, ['touch', '/ro/x']).stderr).toBe("touch: cannot touch '/ro/x': Read-only file system\n")
    expect(run(guest, ['mkdir', '/ro/d']).stderr).toBe(
      "mkdir: cannot create directory '/ro/d': Read-only file system\n",
    )
    expect(run(guest, ['cp', '/etc/hosts', '/ro']).stderr).toBe(
      "cp: cannot create regular file '/ro/hosts': Read-only file system\n",
    )
  })

  test('programs change nothing of /proc', () => {
    const guest = programGuest()
    expect(run(guest, ['rm', '/proc/version'])).toMatchObject({ stdout: '', exitCode: 1 })
    expect(run(guest, ['cat', '/proc/version']).stdout).toBe('Linux version 6.1.0 (mockvm) #1 SMP\n')
  })

  test('rm -r refuses the root', () => {
    const guest = programGuest()
    expect(run(guest, ['rm', '-rf', '/', '/etc/..']).stderr).toBe(
      "rm: it is dangerous to operate recursively on '/'\n" +
        'rm: use --no-preserve-root to override this failsafe\n' +
        "rm: refusing to remove '.' or '..' directory: skipping '/etc/..'\n",
    )
    expect(guest.files.exists('/etc/passwd')).toBe(true)
  })
})
