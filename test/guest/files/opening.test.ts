import { describe, expect, it } from 'vitest'
import { codeOf, makeFiles, mount, READ_ONLY, READ_WRITE, WRITE_ONLY } from './make-files.js'

const CREATE = { ...WRITE_ONLY, create: true }
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('opening a file', () => {
  it('creates with the mode asked for less the umask', () => {
    const files = makeFiles()
    files.open('/new', CREATE, 0o666).close()
    expect(files.stat('/new')).toMatchObject({ kind: 'file', mode: 0o644, nlink: 1, size: 0n })
  })

  it('lets a file be written that was created without any permission', () => {
    const files = makeFiles()
    const user = { uid: 1000, gid: 1000, groups: [] }
    files.mkdir('/tmp')
    files.chmod('/tmp', 0o1777)
    const file = files.open('/tmp/x', { ...CREATE, exclusive: true }, 0, user)
    expect(file.write(Buffer.from('abc'))).toBe(3)
    file.chmod(0o666)
    expect(files.stat('/tmp/x')).toMatchObject({ mode: 0o666, uid: 1000, gid: 1000, size: 3n })
  })

  it.each([
    ['/missing', READ_ONLY, 'ENOENT'],
    ['/missing/x', CREATE, 'ENOENT'],
    ['/file', { ...CREATE, exclusive: true }, 'EEXIST'],
    ['/dangling', { ...CREATE, exclusive: true }, 'EEXIST'],
    ['/dir', READ_ONLY, 'ok'],
    ['/dir', WRITE_ONLY, 'EISDIR'],
    ['/dir', { ...READ_ONLY, create: true }, 'EISDIR'],
    ['/new/', CREATE, 'EISDIR'],
    ['/file/', CREATE, 'EISDIR'],
    ['/file/', WRITE_ONLY, 'ENOTDIR'],
    ['/file/x', CREATE, 'ENOTDIR'],
    ['/loop', READ_ONLY, 'ELOOP'],
    [`/${'x'.repeat(256)}`, CREATE, 'ENAMETOOLONG'],
    ['/fifo', WRITE_ONLY, 'ENXIO'],
    ['/fifo', READ_ONLY, 'ok'],
    ['/fifo', READ_WRITE, 'ok'],
    ['/ro/file', WRITE_ONLY, 'EROFS'],
    ['/ro/new', CREATE, 'EROFS'],
    ['/ro/file', { ...CREATE, exclusive: true }, 'EEXIST'],
    ['/ro/file', READ_ONLY, 'ok'],
    ['/broken', READ_ONLY, 'EIO'],
  ])('answers %s with %j by %s', (path, flags, code) => {
    const file = (at: string) => ({ kind: 'file', path: at, mode: 0o644, owner: 0, group: 0 }) as const
    const content = { kind: 'bytes', bytes: new Uint8Array(1) } as const
    const files = makeFiles({
      image: () => ['/file', '/ro/file'].map(at => ({ ...file(at), content })),
      mounts: [mount('/'), mount('/ro', { options: 'ro,relatime' }), mount('/broken', { openError: 'EIO' })],
    })
    files.mkdir('/dir')
    files.mkfifo('/fifo')
    files.symlink('nothing', '/dangling')
    files.symlink('loop', '/loop')
    expect(codeOf(() => files.open(path, flags))).toBe(code)
  })

  it('creates what a dangling link points to, unless it must be new', () => {
    const files = makeFiles()
    files.symlink('target', '/dangling')
    files.open('/dangling', CREATE).close()
    expect(files.stat('/target').kind).toBe('file')
  })

  it('refuses to read what was opened for writing, and the reverse', () => {
    const files = makeFiles()
    files.writeFile('/file', 'abc')
    expect(codeOf(() => files.open('/file', WRITE_ONLY).read(1))).toBe('EBADF')
    expect(codeOf(() => files.open('/file', READ_ONLY).write(Buffer.from('x')))).toBe('EBADF')
    expect(files.readFile('/file', 'utf8')).toBe('abc')
  })

  it('answers everything with EBADF once it is closed', () => {
    const files = makeFiles()
    const file = files.open('/file', { ...READ_WRITE, create: true })
    file.close()
    for (const action of [
      () => file.read(1),
      () => file.write(new Uint8Array(1)),
      () => file.seek(0n, 'set'),
      () => file.stat(),
      () => file.chmod(0),
      () => file.truncate(0n),
      () => file.close(),
    ]) {
      expect(codeOf(action)).toBe('EBADF')
    }
  })

  it('opens a directory for reading, but there is nothing to read', () => {
    const files = makeFiles()
    expect(codeOf(() => files.open('/', READ_ONLY).read(10))).toBe('EISDIR')
  })

  it('puts every write of an appending file at the end, wherever it stands', () => {
    const files = makeFiles()
    files.writeFile('/log', 'one')
    const file = files.open('/log', { ...READ_WRITE, append: true })
    file.seek(0n, 'set')
    file.write(Buffer.from('two'))
    expect(file.seek(0n, 'cur')).toBe(6n)
    expect(files.readFile('/log', 'utf8')).toBe('onetwo')
  })

  it('keeps a file alive that has no name any more', () => {
    const files = makeFiles({ mounts: [mount('/')] })
    const file = files.open('/gone', { ...READ_WRITE, create: true })
    file.write(Buffer.alloc(8192, 'a'))
    files.unlink('/gone')
    files.writeFile('/other', 'b')
    file.seek(8190n, 'set')
    expect(text(file.read(10))).toBe('aa')
    expect(file.stat().nlink).toBe(0)
    expect(files.statfs('/').free).toBe((1n << 20n) - 3n * 4096n)
    file.close()
    expect(files.statfs('/').free).toBe((1n << 20n) - 4096n)
  })

  it.each([
    [-1n, 'set', 'EINVAL'],
    [0n, 'set', 0n],
    [-3n, 'end', 0n],
    [-4n, 'end', 'EINVAL'],
    [(1n << 44n) - 4096n, 'set', (1n << 44n) - 4096n],
    [(1n << 44n) - 4095n, 'set', 'EINVAL'],
    [(1n << 63n) - 1n, 'end', 'EINVAL'],
  ] as const)('seeks by %s from %s to %s on ext4', (offset, whence, expected) => {
    const files = makeFiles()
    files.writeFile('/file', 'abc')
    const file = files.open('/file', READ_ONLY)
    if (typeof expected === 'bigint') expect(file.seek(offset, whence)).toBe(expected)
    else expect(codeOf(() => file.seek(offset, whence))).toBe(expected)
  })

  it('writes up to the largest size of a file and then no further', () => {
    const files = makeFiles()
    const file = files.open('/file', { ...WRITE_ONLY, create: true })
    file.seek((1n << 44n) - 4096n - 10n, 'set')
    expect(file.write(new Uint8Array(20))).toBe(10)
    expect(codeOf(() => file.write(new Uint8Array(1)))).toBe('EFBIG')
    expect(files.stat('/file')).toMatchObject({ size: (1n << 44n) - 4096n, blocks: 8n })
  })
})
