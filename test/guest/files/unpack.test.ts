import { describe, expect, it } from 'vitest'
import type { FileConfig } from '../../../src/guest/config.js'
import { makeFiles, mount, textFile } from './make-files.js'

const meta = { mode: 0o755, owner: 0, group: 0 }

describe('the image of a file system', () => {
  it('is asked for at the first touch and only once', () => {
    let asked = 0
    const files = makeFiles({
      image: () => {
        asked += 1
        return [textFile('/a', 'x')]
      },
    })
    expect(asked).toBe(0)
    expect(files.exists('/a')).toBe(true)
    expect(files.readdir('/')).toEqual(['a'])
    expect(asked).toBe(1)
  })

  it('gets the directories that nobody spelt out, and the mount points', () => {
    const files = makeFiles({ image: () => [textFile('/var/lib/x', 'x')], mounts: [mount('/'), mount('/boot/efi')] })
    expect(files.stat('/var/lib')).toMatchObject({ kind: 'directory', mode: 0o755, uid: 0, nlink: 2 })
    expect(files.stat('/boot').nlink).toBe(3)
    expect(files.readdir('/boot')).toEqual(['efi'])
  })

  it('may say later what an earlier directory is like, and replace files', () => {
    const image: FileConfig[] = [
      textFile('/tmp/x', 'old'),
      { kind: 'directory', path: '/tmp', ...meta, mode: 0o1777 },
      textFile('/tmp/x', 'new'),
      { kind: 'symlink', path: '/link', target: 'tmp/x', ...meta },
      { kind: 'fifo', path: '/fifo', ...meta },
    ]
    const files = makeFiles({ image: () => image })
    expect(files.stat('/tmp').mode).toBe(0o1777)
    expect(files.readFile('/link', 'utf8')).toBe('new')
    expect(files.lstat('/fifo').kind).toBe('fifo')
  })

  it('finds owners by name in its own passwd and group', () => {
    const image: FileConfig[] = [
      textFile('/etc/passwd', 'root:x:0:0::/root:/bin/sh\nlinus:x:1000:1001::/home/linus:/bin/sh\n'),
      textFile('/etc/group', 'root:x:0:\nstaff:x:50:\n'),
      { kind: 'directory', path: '/home/linus', mode: 0o700, owner: 'linus', group: 'staff' },
      { kind: 'directory', path: '/root', mode: 0o700, owner: 'root', group: 'root' },
    ]
    const files = makeFiles({ image: () => image })
    expect(files.stat('/home/linus')).toMatchObject({ uid: 1000, gid: 50, mode: 0o700 })
    expect(files.stat('/root')).toMatchObject({ uid: 0, gid: 0 })
  })

  it('goes through the links that are there already', () => {
    const image: FileConfig[] = [
      { kind: 'directory', path: '/usr/bin', ...meta },
      { kind: 'symlink', path: '/bin', target: 'usr/bin', ...meta },
      { kind: 'symlink', path: '/later', target: 'made/now', ...meta },
      { kind: 'directory', path: '/made', ...meta },
      textFile('/bin/sh', 'shell', 0o755),
      textFile('/later/x', 'x'),
    ]
    const files = makeFiles({ image: () => image })
    expect(files.realpath('/bin/sh')).toBe('/usr/bin/sh')
    expect(files.readFile('/made/now/x', 'utf8')).toBe('x')
  })

  it.each<[string, FileConfig[]]>([
    [
      'files: /x: there is no user "nobody" in /etc/passwd',
      [{ kind: 'directory', path: '/x', ...meta, owner: 'nobody' }],
    ],
    [
      'files: /x: there is no group "games" in /etc/group',
      [{ kind: 'directory', path: '/x', ...meta, group: 'games' }],
    ],
    ['files: relative should be an absolute path without "." and ".."', [textFile('relative', '')]],
    ['files: /a/../b should be an absolute path without "." and ".."', [textFile('/a/../b', '')]],
    ['files: /a is a file, but other files lie in it', [textFile('/a', ''), textFile('/a/b', '')]],
    ['files: /a is a directory and a file', [textFile('/a/b', ''), textFile('/a', '')]],
  ])('is refused with "%s"', (message, image) => {
    expect(() => makeFiles({ image: () => image }).exists('/')).toThrow(new Error(message))
  })
})
