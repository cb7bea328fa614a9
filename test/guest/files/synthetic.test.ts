import { describe, expect, it } from 'vitest'
import { Errno } from '../../../src/guest/errno.js'
import type { SyntheticNode, SyntheticTree } from '../../../src/guest/files/synthetic.js'
import { codeOf, makeFiles, mount, READ_ONLY, READ_WRITE, textFile, WRITE_ONLY } from './make-files.js'

function treeOf(nodes: Record<string, SyntheticNode>): SyntheticTree {
  return { lookup: path => nodes[path] }
}

function withTrees() {
  const state = { count: 0, written: [] as string[] }
  const counted = () => {
    state.count += 1
    return `${state.count}\n`
  }
  const proc = treeOf({
    '': { kind: 'directory', entries: () => ['count', 'self', '7'] },
    count: { kind: 'file', read: counted },
    self: { kind: 'symlink', target: '7' },
    '7': { kind: 'directory', entries: () => ['comm'] },
    '7/comm': {
      kind: 'file',
      read: () => 'qemu-ga\n',
      write: bytes => {
        if (bytes.length > 16) throw new Errno('EINVAL')
        state.written.push(Buffer.from(bytes).toString())
      },
    },
  })
  const sys = treeOf({
    '': { kind: 'directory', entries: () => ['online', 'offline', 'fs'] },
    fs: { kind: 'directory', entries: () => [] },
    online: { kind: 'file', read: () => '0-3\n' },
    offline: {
      kind: 'file',
      read: () => '\n',
      write: bytes => void state.written.push(`${bytes.length}`),
      mode: 0o200,
    },
  })
  const files = makeFiles({
    mounts: [mount('/'), mount('/sys/fs/cgroup', { type: 'cgroup2', size: 0n })],
    image: () => [textFile('/proc/overridden', 'by the scenario')],
    trees: new Map([
      ['/proc', proc],
      ['/sys', sys],
    ]),
  })
  return { files, state }
}

describe('a synthetic tree', () => {
  it('is walked and listed like any other', () => {
    const { files } = withTrees()
    expect(files.readdir('/proc')).toEqual(['7', 'count', 'overridden', 'self'])
    expect(files.readFile('/proc/self/comm', 'utf8')).toBe('qemu-ga\n')
    expect(files.realpath('/proc/self/../self/comm')).toBe('/proc/7/comm')
    expect(files.stat('/proc/count')).toMatchObject({ kind: 'file', mode: 0o444, size: 0n, blksize: 1024 })
    expect(files.stat('/sys/online')).toMatchObject({ size: 4096n, blksize: 4096 })
    expect(files.stat('/proc/count').ino).not.toBe(files.stat('/proc/7').ino)
    expect(codeOf(() => files.stat('/proc/8'))).toBe('ENOENT')
  })

  it('makes content when reading starts, and keeps it for that open file', () => {
    const { files } = withTrees()
    const file = files.open('/proc/count', READ_ONLY)
    expect(Buffer.from(file.read(1)).toString()).toBe('1')
    expect(files.readFile('/proc/count', 'utf8')).toBe('2\n')
    expect(Buffer.from(file.read(9)).toString()).toBe('\n')
    expect(file.read(9)).toHaveLength(0)
    file.seek(0n, 'set')
    expect(Buffer.from(file.read(9)).toString()).toBe('3\n')
  })

  it('hands writes to what the file stands for', () => {
    const { files, state } = withTrees()
    files.writeFile('/proc/self/comm', 'name')
    expect(state.written).toEqual(['name'])
    expect(codeOf(() => files.writeFile('/proc/self/comm', 'a name that is too long'))).toBe('EINVAL')
    expect(codeOf(() => files.writeFile('/proc/count', '1'))).toBe('EIO')
    expect(codeOf(() => files.open('/sys/online', WRITE_ONLY))).toBe('EACCES')
    expect(codeOf(() => files.open('/sys/offline', READ_WRITE))).toBe('ok')
  })

  it('can have nothing created, removed or changed in it', () => {
    const { files } = withTrees()
    expect(codeOf(() => files.writeFile('/proc/new', ''))).toBe('ENOENT')
    expect(codeOf(() => files.writeFile('/sys/new', ''))).toBe('EACCES')
    expect(codeOf(() => files.mkdir('/sys/new'))).toBe('EPERM')
    expect(codeOf(() => files.unlink('/sys/online'))).toBe('EPERM')
    expect(codeOf(() => files.chmod('/proc/count', 0))).toBe('EPERM')
    expect(codeOf(() => files.rmdir('/proc'))).toBe('EBUSY')
    expect(codeOf(() => files.rename('/proc', '/elsewhere'))).toBe('EBUSY')
    expect(codeOf(() => files.truncate('/proc/7/comm', 0n))).toBe('EINVAL')
  })

  it('can have something mounted in it, or be overridden by the scenario', () => {
    const { files } = withTrees()
    files.writeFile('/sys/fs/cgroup/x', 'y')
    expect(files.readdir('/sys/fs')).toEqual(['cgroup'])
    expect(files.readdir('/sys')).toEqual(['fs', 'offline', 'online'])
    expect(files.readFile('/proc/overridden', 'utf8')).toBe('by the scenario')
  })

  it('seeks like the kernel: nowhere from the end in /proc, up to 2 GiB in /sys', () => {
    const { files } = withTrees()
    expect(codeOf(() => files.open('/proc/count', READ_ONLY).seek(0n, 'end'))).toBe('EINVAL')
    const online = files.open('/sys/online', READ_ONLY)
    expect(online.seek(0n, 'end')).toBe(4096n)
    expect(codeOf(() => online.seek(1n << 31n, 'set'))).toBe('EINVAL')
  })
})
