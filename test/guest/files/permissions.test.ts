import { describe, expect, it } from 'vitest'
import type { Credentials } from '../../../src/guest/files/credentials.js'
import type { Access, Files } from '../../../src/guest/files/files.js'
import { codeOf, makeFiles, mount, READ_ONLY, textFile, WRITE_ONLY } from './make-files.js'

const owner: Credentials = { uid: 1000, gid: 1000, groups: [] }
const member: Credentials = { uid: 1001, gid: 1001, groups: [1000] }
const other: Credentials = { uid: 1002, gid: 1002, groups: [] }
const root: Credentials = { uid: 0, gid: 0, groups: [] }

function withFile(mode: number): Files {
  const files = makeFiles()
  files.writeFile('/file', 'x')
  files.chown('/file', 1000, 1000)
  files.chmod('/file', mode)
  return files
}

describe('permissions', () => {
  it.each<[number, Credentials, Access, string]>([
    [0o400, owner, 'r', 'ok'],
    [0o400, owner, 'w', 'EACCES'],
    [0o040, owner, 'r', 'EACCES'],
    [0o040, member, 'r', 'ok'],
    [0o004, member, 'r', 'EACCES'],
    [0o004, other, 'r', 'ok'],
    [0o711, other, 'x', 'ok'],
    [0o711, other, 'rx', 'EACCES'],
    [0o000, root, 'rw', 'ok'],
    [0o666, root, 'x', 'EACCES'],
    [0o001, root, 'x', 'ok'],
    [0o000, other, '', 'ok'],
  ])('of mode %o for %j asking for %j: %s', (mode, cred, want, code) => {
    expect(codeOf(() => withFile(mode).access('/file', want, cred))).toBe(code)
  })

  it('decide about opening', () => {
    const files = withFile(0o640)
    expect(codeOf(() => files.open('/file', READ_ONLY, 0, member))).toBe('ok')
    expect(codeOf(() => files.open('/file', WRITE_ONLY, 0, member))).toBe('EACCES')
    expect(codeOf(() => files.open('/file', READ_ONLY, 0, other))).toBe('EACCES')
    expect(codeOf(() => files.open('/new', { ...WRITE_ONLY, create: true }, 0, other))).toBe('EACCES')
  })

  it('of a directory decide about the names in it', () => {
    const files = withFile(0o666)
    expect(codeOf(() => files.unlink('/file', owner))).toBe('EACCES')
    expect(codeOf(() => files.mkdir('/dir', {}, owner))).toBe('EACCES')
    files.chmod('/', 0o777)
    expect(codeOf(() => files.unlink('/file', other))).toBe('ok')
  })

  it('of a sticky directory let only owners remove', () => {
    const files = withFile(0o666)
    files.chmod('/', 0o1777)
    expect(codeOf(() => files.unlink('/file', other))).toBe('EPERM')
    expect(codeOf(() => files.rename('/file', '/mine', other))).toBe('EPERM')
    expect(codeOf(() => files.unlink('/file', owner))).toBe('ok')
  })

  it('can be changed by the owner, the owner by root alone', () => {
    const files = withFile(0o644)
    expect(codeOf(() => files.chmod('/file', 0o600, other))).toBe('EPERM')
    expect(codeOf(() => files.chmod('/file', 0o4755, owner))).toBe('ok')
    expect(codeOf(() => files.chown('/file', 0, 0, owner))).toBe('EPERM')
    files.chown('/file', 5, 6)
    expect(files.stat('/file')).toMatchObject({ mode: 0o755, uid: 5, gid: 6 })
  })

  it('hand the group of a set-group-ID directory on', () => {
    const files = makeFiles()
    files.mkdir('/shared')
    files.chown('/shared', 0, 50)
    files.chmod('/shared', 0o2777)
    files.mkdir('/shared/sub', {}, owner)
    files.open('/shared/file', { ...WRITE_ONLY, create: true }, 0o666, owner).close()
    expect(files.stat('/shared/sub')).toMatchObject({ gid: 50, mode: 0o2755 })
    expect(files.stat('/shared/file')).toMatchObject({ gid: 50, mode: 0o644 })
  })

  it('do not help against a read-only mount', () => {
    const files = makeFiles({ mounts: [mount('/', { options: 'ro' })], image: () => [textFile('/file', 'x', 0o777)] })
    expect(codeOf(() => files.access('/file', 'w'))).toBe('EROFS')
    expect(codeOf(() => files.access('/file', 'rx'))).toBe('ok')
  })
})
