import { describe, expect, it } from 'vitest'
import { codeOf, makeFiles, mount, READ_ONLY, READ_WRITE, textFile } from './make-files.js'

const options = { mounts: [mount('/')], image: () => [textFile('/etc/motd', 'hello')] }
const copy = <T>(value: T): T => structuredClone(value)

describe('a snapshot of the files', () => {
  it('brings everything back in another guest of the same configuration', () => {
    const files = makeFiles(options)
    files.mkdir('/dir')
    files.writeFile('/dir/a', 'a')
    files.link('/dir/a', '/b')
    files.symlink('dir/a', '/link')
    files.mkfifo('/fifo')
    files.chmod('/dir/a', 0o4711)
    files.utimes('/dir/a', 1n, 2n)
    files.truncate('/b', 1n << 35n)
    const twin = makeFiles(options)
    twin.restore(copy(files.snapshot()))
    for (const path of ['/', '/dir', '/dir/a', '/b', '/link', '/fifo', '/etc/motd']) {
      expect(twin.lstat(path)).toEqual(files.lstat(path))
    }
    expect(twin.readlink('/link')).toBe('dir/a')
    expect(twin.statfs('/')).toEqual(files.statfs('/'))
    expect(twin.snapshot()).toEqual(files.snapshot())
    expect(twin.readFile('/etc/motd', 'utf8')).toBe('hello')
  })

  it('is not changed by what happens later', () => {
    const files = makeFiles(options)
    files.writeFile('/a', 'before')
    const snapshot = files.snapshot()
    files.writeFile('/a', 'after!')
    files.writeFile('/b', 'new')
    files.restore(snapshot)
    files.writeFile('/a', 'third!')
    files.restore(snapshot)
    expect(files.readFile('/a', 'utf8')).toBe('before')
    expect(files.exists('/b')).toBe(false)
  })

  it('does not touch an image that nobody has touched', () => {
    let asked = 0
    const files = makeFiles({
      image: () => {
        asked += 1
        return []
      },
    })
    const snapshot = files.snapshot()
    files.restore(snapshot)
    expect(asked).toBe(0)
    files.writeFile('/a', 'x')
    files.restore(snapshot)
    expect(files.exists('/a')).toBe(false)
    expect(asked).toBe(2)
  })

  it('keeps open files, also without a name, and makes those of before useless', () => {
    const files = makeFiles(options)
    const named = files.open('/etc/motd', READ_ONLY)
    named.read(2)
    const unnamed = files.open('/gone', { ...READ_WRITE, create: true })
    unnamed.write(Buffer.from('content'))
    files.unlink('/gone')
    const snapshot = copy(files.snapshot())
    unnamed.close()
    files.restore(snapshot)
    expect(codeOf(() => named.read(1))).toBe('EBADF')
    expect(Buffer.from(files.opened(named.id)?.read(9) ?? []).toString()).toBe('llo')
    const again = files.opened(unnamed.id)
    expect(again?.stat()).toMatchObject({ nlink: 0, size: 7n })
    again?.seek(0n, 'set')
    expect(Buffer.from(again?.read(9) ?? []).toString()).toBe('content')
    expect(files.open('/etc/motd', READ_ONLY).id).toBeGreaterThan(unnamed.id)
    const free = files.statfs('/').free
    again?.close()
    expect(files.statfs('/').free).toBe(free + 4096n)
  })

  it('keeps what is in a pipe', () => {
    const files = makeFiles(options)
    files.mkfifo('/fifo')
    const file = files.open('/fifo', READ_WRITE)
    file.write(Buffer.from('in the pipe'))
    file.read(3)
    const snapshot = copy(files.snapshot())
    file.read(100)
    files.restore(snapshot)
    expect(Buffer.from(files.opened(file.id)?.read(100) ?? []).toString()).toBe('the pipe')
    expect(codeOf(() => files.opened(file.id)?.read(1))).toBe('EAGAIN')
  })

  it('keeps what an open file of a synthetic tree has read so far', () => {
    let count = 0
    const read = () => {
      count += 1
      return `${count}23`
    }
    const tree = { lookup: (path: string) => (path === 'x' ? ({ kind: 'file', read } as const) : undefined) }
    const files = makeFiles({ trees: new Map([['/proc', tree]]), mounts: [mount('/proc', { type: 'proc' })] })
    const file = files.open('/proc/x', READ_ONLY)
    file.read(1)
    files.restore(copy(files.snapshot()))
    expect(Buffer.from(files.opened(file.id)?.read(9) ?? []).toString()).toBe('23')
    expect(count).toBe(1)
  })
})
