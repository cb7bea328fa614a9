import { describe, expect, it } from 'vitest'
import { codeOf, makeFiles } from './make-files.js'

const tree = () => {
  const files = makeFiles()
  files.mkdir('/a/b/c', { recursive: true })
  files.writeFile('/a/file', 'x')
  files.symlink('/a/b', '/to-b')
  files.symlink('file', '/a/to-file')
  files.symlink('nothing', '/dangling')
  files.symlink('loop', '/loop')
  return files
}

describe('walking a path', () => {
  it('takes ".." from where a link leads, not from where the link is', () => {
    expect(tree().realpath('/to-b/..')).toBe('/a')
    expect(tree().realpath('/to-b/../file')).toBe('/a/file')
  })

  it('stays at the root when it goes above it', () => {
    expect(tree().realpath('/../../a/./b//')).toBe('/a/b')
  })

  it('starts relative paths at the root', () => {
    expect(tree().realpath('a/to-file')).toBe('/a/file')
  })

  it.each([
    ['', 'ENOENT'],
    ['/missing', 'ENOENT'],
    ['/missing/x', 'ENOENT'],
    ['/dangling', 'ENOENT'],
    ['/a/file/x', 'ENOTDIR'],
    ['/a/file/', 'ENOTDIR'],
    ['/a/file/..', 'ENOTDIR'],
    ['/a/to-file/', 'ENOTDIR'],
    ['/loop', 'ELOOP'],
    ['/loop/x', 'ELOOP'],
    [`/${'x'.repeat(255)}`, 'ENOENT'],
    [`/${'x'.repeat(256)}`, 'ENAMETOOLONG'],
    [`/${'é'.repeat(127)}x`, 'ENOENT'],
    [`/${'é'.repeat(128)}`, 'ENAMETOOLONG'],
    [`/a${'/./.'.repeat(1023)}`, 'ok'],
    [`/a${'/./.'.repeat(1024)}`, 'ENAMETOOLONG'],
  ])('answers %j with %s', (path, code) => {
    expect(codeOf(() => tree().stat(path))).toBe(code)
  })

  it('follows forty links and no more', () => {
    const files = makeFiles()
    files.writeFile('/link-0', 'x')
    for (let i = 1; i <= 41; i += 1) files.symlink(`link-${i - 1}`, `/link-${i}`)
    expect(codeOf(() => files.stat('/link-40'))).toBe('ok')
    expect(codeOf(() => files.stat('/link-41'))).toBe('ELOOP')
  })

  it('follows a last link for lstat only if a slash comes after it', () => {
    expect(tree().lstat('/to-b').kind).toBe('symlink')
    expect(tree().lstat('/to-b/').kind).toBe('directory')
  })

  it('needs search permission on every directory of the way, also to learn that something is missing', () => {
    const files = tree()
    files.chmod('/a', 0o744)
    const user = { uid: 1000, gid: 1000, groups: [] }
    expect(codeOf(() => files.stat('/a/b', user))).toBe('EACCES')
    expect(codeOf(() => files.stat('/a/missing', user))).toBe('EACCES')
    expect(codeOf(() => files.stat('/a/b'))).toBe('ok')
    expect(files.readdir('/a', user)).toContain('b')
  })
})
