import { describe, expect, it } from 'vitest'
import type { Files } from '../../../src/guest/files/files.js'
import { codeOf, makeFiles, mount } from './make-files.js'

function tree(): Files {
  const files = makeFiles({ mounts: [mount('/'), mount('/mnt'), mount('/ro', { options: 'ro' })] })
  files.mkdir('/dir')
  files.mkdir('/full/inner', { recursive: true })
  files.writeFile('/file', 'file')
  files.writeFile('/other', 'other')
  files.symlink('file', '/link')
  files.symlink('dir', '/to-dir')
  return files
}

describe('changing names', () => {
  it.each<[string, (files: Files) => void, string]>([
    ['unlinks a file', files => files.unlink('/file'), 'ok'],
    ['unlinks a link, not what it points to', files => files.unlink('/link'), 'ok'],
    ['does not unlink a directory', files => files.unlink('/dir'), 'EISDIR'],
    ['does not unlink with a slash', files => files.unlink('/file/'), 'ENOTDIR'],
    ['does not unlink what is missing', files => files.unlink('/missing'), 'ENOENT'],
    ['does not unlink on a read-only mount', files => files.unlink('/ro/x'), 'ENOENT'],
    ['removes an empty directory', files => files.rmdir('/dir/'), 'ok'],
    ['does not remove a full one', files => files.rmdir('/full'), 'ENOTEMPTY'],
    ['does not remove a file as a directory', files => files.rmdir('/file'), 'ENOTDIR'],
    ['does not remove a link to a directory', files => files.rmdir('/to-dir'), 'ENOTDIR'],
    ['does not remove "."', files => files.rmdir('/dir/.'), 'EINVAL'],
    ['does not remove ".."', files => files.rmdir('/full/inner/..'), 'ENOTEMPTY'],
    ['does not remove the root', files => files.rmdir('/'), 'EBUSY'],
    ['does not remove a mount point', files => files.rmdir('/mnt'), 'EBUSY'],
    ['does not make a directory twice', files => files.mkdir('/dir'), 'EEXIST'],
    ['does not make a directory over a file', files => files.mkdir('/file/'), 'EEXIST'],
    ['does not make a directory in a file', files => files.mkdir('/file/x'), 'ENOTDIR'],
    ['does not make a directory on a read-only mount', files => files.mkdir('/ro/x'), 'EROFS'],
    ['makes directories on the way if told to', files => files.mkdir('/to-dir/x/y', { recursive: true }), 'ok'],
    ['does not make directories through a file', files => files.mkdir('/file/x', { recursive: true }), 'ENOTDIR'],
    ['makes a link', files => files.symlink('anything', '/new'), 'ok'],
    ['does not make a link to nothing', files => files.symlink('', '/new'), 'ENOENT'],
    ['does not make a link over something', files => files.symlink('x', '/file'), 'EEXIST'],
    ['does not make a link with a slash', files => files.symlink('x', '/new/'), 'ENOENT'],
    ['does not make a hard link to a directory', files => files.link('/dir', '/new'), 'EPERM'],
    ['does not make a hard link over something', files => files.link('/file', '/other'), 'EEXIST'],
    ['does not make a hard link across mounts', files => files.link('/file', '/mnt/file'), 'EXDEV'],
    ['does not rename across mounts', files => files.rename('/file', '/mnt/file'), 'EXDEV'],
    ['does not rename a directory into itself', files => files.rename('/full', '/full/inner/x'), 'EINVAL'],
    ['does not rename a directory over one above it', files => files.rename('/full/inner', '/full'), 'ENOTEMPTY'],
    ['does not rename a file over a directory', files => files.rename('/file', '/dir'), 'EISDIR'],
    ['does not rename a directory over a file', files => files.rename('/dir', '/file'), 'ENOTDIR'],
    ['does not rename over a full directory', files => files.rename('/dir', '/full'), 'ENOTEMPTY'],
    ['does not rename a mount point', files => files.rename('/mnt', '/elsewhere'), 'EBUSY'],
    ['does not rename "."', files => files.rename('/dir/.', '/elsewhere'), 'EBUSY'],
    ['does not rename a file to a name with a slash', files => files.rename('/file', '/new/'), 'ENOTDIR'],
    ['renames a directory to a name with a slash', files => files.rename('/dir', '/new/'), 'ok'],
    ['does not rename what is missing', files => files.rename('/missing', '/new'), 'ENOENT'],
    ['does not change the mode on a read-only mount', files => files.chmod('/ro', 0), 'EROFS'],
    ['does not read a link that is none', files => files.readlink('/file'), 'EINVAL'],
    ['does not list a file', files => files.readdir('/file'), 'ENOTDIR'],
    ['does not truncate a directory', files => files.truncate('/dir', 0n), 'EISDIR'],
    ['does not truncate below zero', files => files.truncate('/file', -1n), 'EINVAL'],
    ['does not truncate beyond the largest size', files => files.truncate('/file', 1n << 44n), 'EFBIG'],
  ])('%s', (_title, action, code) => {
    const files = tree()
    expect(codeOf(() => action(files))).toBe(code)
  })

  it('renames a link itself', () => {
    const files = tree()
    files.rename('/link', '/moved')
    expect(files.readlink('/moved')).toBe('file')
    expect(files.readFile('/file', 'utf8')).toBe('file')
  })

  it('renames a directory with all that is in it', () => {
    const files = tree()
    files.writeFile('/full/inner/x', 'x')
    files.rename('/full', '/dir/moved')
    expect(files.readFile('/dir/moved/inner/x', 'utf8')).toBe('x')
    expect(files.exists('/full')).toBe(false)
    expect(files.stat('/dir').nlink).toBe(3)
  })

  it('replaces a file by renaming, and leaves one alone that is renamed to its own other name', () => {
    const files = tree()
    files.rename('/file', '/other')
    expect(files.readFile('/other', 'utf8')).toBe('file')
    files.link('/other', '/same')
    files.rename('/other', '/same')
    expect(files.stat('/same').nlink).toBe(2)
    expect(files.exists('/other')).toBe(true)
  })

  it('shares the content between hard links until the last one goes', () => {
    const files = tree()
    files.link('/file', '/second')
    files.writeFile('/second', '+', { append: true })
    files.unlink('/file')
    expect(files.readFile('/second', 'utf8')).toBe('file+')
    expect(files.stat('/second')).toMatchObject({ nlink: 1, ino: files.lstat('/second').ino })
  })

  it('removes trees, links in them as links', () => {
    const files = tree()
    files.symlink('/other', '/full/inner/link')
    expect(codeOf(() => files.rm('/full'))).toBe('EISDIR')
    files.rm('/full', { recursive: true })
    expect(files.exists('/full')).toBe(false)
    expect(files.exists('/other')).toBe(true)
    expect(codeOf(() => files.rm('/full'))).toBe('ENOENT')
    expect(codeOf(() => files.rm('/full', { force: true }))).toBe('ok')
  })
})
