import { describe, expect, it } from 'vitest'
import { makeFiles, mount, READ_ONLY, textFile, WRITE_ONLY } from './make-files.js'

const DAY = 86_400_000_000_000n

function clocked(options = 'rw,relatime') {
  const clock = { now: 100n }
  const files = makeFiles({
    now: () => clock.now,
    mounts: [mount('/', { options })],
    image: () => [textFile('/file', 'x')],
  })
  const times = (path: string) => {
    const { atime, mtime, ctime } = files.lstat(path)
    return [atime, mtime, ctime]
  }
  return { clock, files, times }
}

describe('times of a file', () => {
  it('are those of the creation, however late the image is unpacked', () => {
    const { clock, times } = clocked()
    clock.now = 500n
    expect(times('/file')).toEqual([100n, 100n, 100n])
  })

  it('follow writing, changes of attributes, and reading as relatime does', () => {
    const { clock, files, times } = clocked()
    clock.now = 200n
    files.writeFile('/file', 'y')
    expect(times('/file')).toEqual([100n, 200n, 200n])
    clock.now = 300n
    files.chmod('/file', 0o600)
    expect(times('/file')).toEqual([100n, 200n, 300n])
    clock.now = 400n
    files.readFile('/file')
    expect(times('/file')).toEqual([400n, 200n, 300n])
    clock.now = 500n
    files.readFile('/file')
    expect(times('/file')).toEqual([400n, 200n, 300n])
    clock.now = 400n + DAY
    files.readFile('/file')
    expect(times('/file')[0]).toBe(400n + DAY)
  })

  it('do not follow reading with noatime', () => {
    const { clock, files, times } = clocked('rw,noatime')
    clock.now = 200n
    files.readFile('/file')
    expect(times('/file')[0]).toBe(100n)
  })

  it('stay when nothing is read or written', () => {
    const { clock, files, times } = clocked()
    clock.now = 200n
    files.open('/file', WRITE_ONLY).write(new Uint8Array(0))
    files.open('/file', READ_ONLY).read(0)
    expect(times('/file')).toEqual([100n, 100n, 100n])
  })

  it('of a directory follow the names in it', () => {
    const { clock, files, times } = clocked()
    files.mkdir('/dir')
    clock.now = 200n
    files.writeFile('/dir/a', 'x')
    expect(times('/dir')).toEqual([100n, 200n, 200n])
    clock.now = 300n
    files.writeFile('/dir/a', 'y')
    expect(times('/dir')).toEqual([100n, 200n, 200n])
    clock.now = 400n
    files.unlink('/dir/a')
    expect(times('/dir')).toEqual([100n, 400n, 400n])
  })

  it('can be set to the nanosecond', () => {
    const { clock, files, times } = clocked()
    clock.now = 200n
    files.utimes('/file', -5n, 1_700_000_000_123_456_789n)
    expect(times('/file')).toEqual([-5n, 1_700_000_000_123_456_789n, 200n])
  })
})
