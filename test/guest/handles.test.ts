import { describe, expect, it } from 'vitest'
import type { GuestChange } from '../../src/guest/changes.js'
import { Errno } from '../../src/guest/errno.js'
import { createDevTree } from '../../src/guest/files/dev.js'
import type { Files, FilesOptions } from '../../src/guest/files/files.js'
import { HandleError, Handles, InvalidMode, MAX_HANDLES, UnknownHandle } from '../../src/guest/handles.js'
import { makeFiles, mount, textFile } from './files/make-files.js'
import { replay, SEQUENCES, vectorImage } from './handle-vectors.js'

const dev = createDevTree({ random: size => new Uint8Array(size), disks: [], hasAgentPort: false })

interface Agent {
  readonly files: Files
  readonly handles: Handles
  readonly changes: GuestChange[]
}

function agent(options: Partial<FilesOptions> = {}, next = { value: 1000n }, uid = 0): Agent {
  const files = makeFiles({ trees: new Map([['/dev', dev]]), ...options })
  const changes: GuestChange[] = []
  const counter = {
    next(canSave: boolean) {
      const handle = next.value
      next.value += 1n
      if (!canSave) throw new Errno('EMFILE')
      return handle
    },
  }
  const cred = () => ({ uid, gid: uid, groups: [] })
  const handles = new Handles({ files, counter, cred, onChange: change => changes.push(change) })
  return { files, handles, changes }
}

function errorOf(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}

const buffer = (text: string) => new Uint8Array(Buffer.from(text))

describe('handles', () => {
  const counter = { value: 1000n }
  it.each(SEQUENCES.map((steps, index) => ({ steps, index })))(
    'answer what the agent of 7.2 answered, sequence $index',
    ({ steps }) => {
      const { handles } = agent({ image: vectorImage }, counter)
      steps.forEach((step, at) => {
        expect({ at, step, result: replay(handles, step) }).toEqual({ at, step, result: step.at(-1) })
      })
    },
  )

  it('answer the same if the guest is replaced by its snapshot before every step', () => {
    const next = { value: 1000n }
    let { files, handles } = agent({ image: vectorImage }, next)
    for (const step of SEQUENCES[0] ?? []) {
      const snapshots = structuredClone({ files: files.snapshot(), handles: handles.snapshot() })
      ;({ files, handles } = agent({ image: vectorImage }, next))
      files.restore(snapshots.files)
      handles.restore(snapshots.handles)
      expect(replay(handles, step)).toEqual(step.at(-1))
    }
  })

  it('give a file that they create mode 0666, whatever the umask, and leave others alone', () => {
    const { files, handles } = agent({ image: () => [textFile('/old', 'x', 0o600)] })
    handles.open('/new', 'w')
    handles.open('/old', 'w')
    expect(files.stat('/new').mode).toBe(0o666)
    expect(files.stat('/old').mode).toBe(0o600)
  })

  it('open with the rights of the agent', () => {
    const { handles } = agent({ image: () => [textFile('/secret', 'x', 0o600)] }, undefined, 1000)
    expect(errorOf(() => handles.open('/secret', 'r'))).toMatchObject({ code: 'EACCES' })
    expect(errorOf(() => handles.open('/new', 'w'))).toMatchObject({ code: 'EACCES' })
  })

  it.each(['', 'rw', 'rt', 'x', 'R', 'r ', '+r', 'bw', 'r++'])('refuse mode %j before they look at the path', mode => {
    expect(errorOf(() => agent().handles.open('/missing/x', mode))).toEqual(new InvalidMode(mode))
  })

  it('are unknown when they were never given out or are closed', () => {
    const { handles } = agent()
    const handle = handles.open('/new', 'w')
    handles.close(handle)
    for (const action of [
      () => handles.read(handle, 1),
      () => handles.write(handle, buffer('x')),
      () => handles.seek(-1n, 0n, 'set'),
      () => handles.flush(0n),
      () => handles.close(handle),
      () => handles.prepareWrite(handle),
    ]) {
      expect(errorOf(action)).toBeInstanceOf(UnknownHandle)
    }
    expect(handles.has(handle)).toBe(false)
  })

  it('lose a number that could not be kept, but not the file that was created', () => {
    const files = makeFiles()
    const counter = {
      next: () => {
        throw new Errno('EROFS')
      },
    }
    const handles = new Handles({ files, counter, cred: () => ({ uid: 0, gid: 0, groups: [] }), onChange: () => {} })
    expect(errorOf(() => handles.open('/new', 'w'))).toMatchObject({ code: 'EROFS' })
    expect(files.stat('/new')).toMatchObject({ size: 0n, mode: 0o666 })
    expect(handles.list()).toEqual([])
    expect(files.snapshot().open).toEqual([])
  })

  it('are 1,016 at most: the next file is still created, but its number cannot be kept', () => {
    const { files, handles } = agent()
    for (let i = 0; i < MAX_HANDLES; i += 1) handles.open('/new', 'a')
    expect(MAX_HANDLES).toBe(1016)
    expect(errorOf(() => handles.open('/last', 'w'))).toMatchObject({ code: 'EMFILE' })
    expect(files.exists('/last')).toBe(true)
    handles.close(1000n)
    expect(handles.open('/last', 'r')).toBe(2017n)
  })

  it('keep the error flag of a failed flush, so that the next operation fails without an errno', () => {
    const { handles } = agent()
    const handle = handles.open('/dev/full', 'w+')
    handles.write(handle, buffer('x'))
    expect(errorOf(() => handles.flush(handle))).toEqual(new HandleError('flush', new Errno('ENOSPC')))
    expect(errorOf(() => handles.read(handle, 1))).toEqual(new HandleError('read', undefined))
    expect(handles.read(handle, 1).bytes).toEqual(new Uint8Array(1))
  })

  it('seek before the data of a write are looked at', () => {
    const { files, handles } = agent()
    files.mkfifo('/fifo', 0o666)
    const handle = handles.open('/fifo', 'r+')
    handles.write(handle, buffer('hello'))
    handles.read(handle, 2)
    expect(errorOf(() => handles.prepareWrite(handle))).toEqual(new HandleError('seek', new Errno('ESPIPE')))
  })

  it('stay in the table when closing fails, of no use any more', () => {
    const { files, handles, changes } = agent({ mounts: [mount('/', { size: 0n }), mount('/full', { size: 1n })] })
    const handle = handles.open('/full/x', 'w')
    handles.write(handle, buffer('x'))
    expect(errorOf(() => handles.close(handle))).toEqual(new HandleError('close', new Errno('ENOSPC')))
    expect(handles.list()).toEqual([{ handle, path: '/full/x', mode: 'w' }])
    expect(errorOf(() => handles.write(handle, buffer('x')))).toEqual(new HandleError('write', new Errno('EBADF')))
    expect(errorOf(() => handles.close(handle))).toEqual(new HandleError('close', new Errno('EBADF')))
    expect(changes).toHaveLength(1)
    handles.restore(structuredClone(handles.snapshot()))
    expect(errorOf(() => handles.flush(handle))).toEqual(new HandleError('flush', new Errno('EBADF')))
    expect(files.snapshot().open).toEqual([])
  })

  it('tell what is opened and closed', () => {
    const { handles, changes } = agent()
    const handle = handles.open('/new', 'wb')
    handles.close(handle)
    expect(changes).toEqual([
      { what: 'file-open', handle: 1000n, path: '/new', mode: 'wb' },
      { what: 'file-close', handle: 1000n, path: '/new' },
    ])
  })

  it('write what is pending when the agent exits, and lose it when it is killed', () => {
    const { files, handles, changes } = agent()
    handles.write(handles.open('/exit', 'w'), buffer('saved'))
    handles.write(handles.open('/dev/full', 'w'), buffer('nobody is told'))
    handles.closeAll()
    handles.write(handles.open('/kill', 'w'), buffer('lost'))
    handles.dropAll()
    expect(files.readFile('/exit', 'utf8')).toBe('saved')
    expect(files.readFile('/kill', 'utf8')).toBe('')
    expect(files.snapshot().open).toEqual([])
    expect(changes.map(change => change.what)).toEqual([
      ...['file-open', 'file-open', 'file-close', 'file-close'],
      ...['file-open', 'file-close'],
    ])
  })

  it('write what is pending of the last one opened first, as exit(3) does', () => {
    const { files, handles } = agent()
    handles.write(handles.open('/both', 'w'), buffer('first'))
    handles.write(handles.open('/both', 'w'), buffer('second one'))
    handles.closeAll()
    expect(files.readFile('/both', 'utf8')).toBe('firstd one')
  })
})
