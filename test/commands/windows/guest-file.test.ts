/** guest-file-open, -close, -read, -write, -seek and -flush: what one does the others see. */
import { describe, expect, test } from 'vitest'
import { base64 } from '../open-file.js'
import { fails, OK, returns, type Talk } from '../talk.js'
import { json, talkToWindows } from './windows-host.js'

const FILE = 'C:\\data\\ten.txt'
const files = {
  [FILE]: '0123456789',
  'C:\\data\\locked.txt': { content: 'x', readOnly: true },
  'C:\\data\\sub': { directory: true as const },
}
const host = (version = '109.1.0') => talkToWindows(version, { scenario: { files } })

async function open(it: Talk, path: string, mode?: string): Promise<number> {
  const reply = await it.ask('guest-file-open', { path, ...(mode !== undefined && { mode }) })
  const [, handle] = /^\{"return": (\d+)\}$/.exec(reply) ?? []
  if (handle === undefined) throw new Error(reply)
  return Number(handle)
}

const read = (text: string, eof: boolean) =>
  returns(`{"count": ${text.length}, "buf-b64": "${base64(text)}", "eof": ${eof}}`)
const notOpened = (path: string, text: string) => fails(`failed to open file '${json(path).slice(1, -1)}': ${text}`)
const SHARING = 'The process cannot access the file because it is being used by another process.'

test('only a read that gets nothing is at the end', async () => {
  const it = await host()
  const handle = await open(it, FILE)
  expect(await it.ask('guest-file-read', { handle, count: 4096 })).toBe(read('0123456789', false))
  expect(await it.ask('guest-file-read', { handle, count: 4096 })).toBe(read('', true))
  expect(await it.ask('guest-file-seek', { handle, offset: -3, whence: 'end' })).toBe(
    returns('{"eof": false, "position": 7}'),
  )
  expect(await it.ask('guest-file-read', { handle, count: 0 })).toBe(read('', true))
  expect(await it.ask('guest-file-read', { handle, count: 3 })).toBe(read('789', false))
})

test('what is written is there at once', async () => {
  const it = await host()
  const handle = await open(it, 'C:\\data\\new.txt', 'w')
  expect(await it.ask('guest-file-write', { handle, 'buf-b64': base64('hello'), count: 4 })).toBe(
    returns('{"count": 4, "eof": false}'),
  )
  expect(it.vm.guest.files.readFile('C:\\data\\new.txt', 'utf8')).toBe('hell')
  expect(await it.ask('guest-file-flush', { handle })).toBe(OK)
  expect(await it.ask('guest-file-close', { handle })).toBe(OK)
  expect(await it.ask('guest-file-close', { handle })).toBe(fails(`handle '${handle}' has not been found`))
})

describe('a mode', () => {
  test.each(['r', 'rb', 'r+', 'rb+', 'r+b', 'w', 'wb', 'w+', 'wb+', 'w+b', 'a', 'a+', 'ab+', 'a+b'])(
    '%s is one',
    async mode => {
      const it = await host()
      expect(await it.ask('guest-file-open', { path: FILE, mode })).toBe(returns('1000'))
    },
  )

  test.each(['ab', 'rw', '', 'R', 'r+bx'])('%j is none, and is looked at before the path', async mode => {
    const it = await host()
    expect(await it.ask('guest-file-open', { path: 'Q:\\x', mode })).toBe(fails('invalid file open mode'))
  })

  test('w empties the file, a writes at its end wherever it is', async () => {
    const it = await host()
    const handle = await open(it, FILE, 'a+')
    expect(await it.ask('guest-file-read', { handle, count: 2 })).toBe(read('01', false))
    expect(await it.ask('guest-file-write', { handle, 'buf-b64': base64('!') })).toBe(
      returns('{"count": 1, "eof": false}'),
    )
    expect(await it.ask('guest-file-read', { handle })).toBe(read('', true))
    await it.ask('guest-file-close', { handle })
    expect(it.vm.guest.files.readFile(FILE, 'utf8')).toBe('0123456789!')
    await open(it, FILE, 'w')
    expect(it.vm.guest.files.readFile(FILE, 'utf8')).toBe('')
  })
})

describe('a file is not opened', () => {
  test.each([
    ['C:\\data\\none.txt', 'r', 'The system cannot find the file specified.'],
    ['C:/data/sub/none.json', 'r', 'The system cannot find the file specified.'],
    ['C:/data/missing/none.json', 'r', 'The system cannot find the path specified.'],
    ['C:\\none\\x.txt', 'w', 'The system cannot find the path specified.'],
    [`${FILE}\\x`, 'r', 'The system cannot find the path specified.'],
    ['Q:\\x', 'w', 'The system cannot find the path specified.'],
    ['', 'r', 'The system cannot find the path specified.'],
    ['E:\\x', 'r', 'The device is not ready.'],
    ['C:\\data', 'r', 'Access is denied.'],
    ['C:\\data\\', 'w', 'Access is denied.'],
    ['C:\\data\\locked.txt', 'r+', 'Access is denied.'],
    ['C:\\data\\locked.txt', 'w', 'Access is denied.'],
    ['D:\\x', 'w', 'The media is write protected.'],
    ['C:\\da?ta', 'r', 'The filename, directory name, or volume label syntax is incorrect.'],
    ['C:\\data\\x.txt:stream', 'w', 'The filename, directory name, or volume label syntax is incorrect.'],
    ['\\\\server\\share\\x', 'r', 'The network path was not found.'],
  ])('%s with mode %s', async (path, mode, text) => {
    const it = await host()
    expect(await it.ask('guest-file-open', { path, mode })).toBe(notOpened(path, text))
    expect(it.vm.guest.handles.list()).toEqual([])
  })
})

test.each([
  ['c:/DATA/Ten.TXT'],
  ['\\data\\ten.txt'],
  ['..\\..\\data\\ten.txt'],
  ['\\\\?\\C:\\data\\ten.txt'],
  ['\\\\?\\Volume{e3f499ea-0000-4000-8000-000000000001}\\data\\ten.txt'],
])('%s is another name for the file', async path => {
  const it = await host()
  expect(await it.ask('guest-file-read', { handle: await open(it, path), count: 3 })).toBe(read('012', false))
})

test('names are kept as they were spelt first', async () => {
  const it = await host()
  await open(it, 'c:\\DATA\\Fresh.TXT', 'w')
  expect(it.vm.guest.files.readdir('C:\\data')).toEqual(['Fresh.TXT', 'locked.txt', 'sub', 'ten.txt'])
})

describe('others may only read', () => {
  test.each([
    ['r', 'w'],
    ['r', 'r+'],
    ['r', 'a'],
    ['w', 'r'],
    ['a+', 'r'],
    ['w', 'w'],
  ])('%s keeps out %s until it is closed', async (first, second) => {
    const it = await host()
    const handle = await open(it, FILE, first)
    expect(await it.ask('guest-file-open', { path: 'C:\\DATA\\TEN.TXT', mode: second })).toBe(
      notOpened('C:\\DATA\\TEN.TXT', SHARING),
    )
    await it.ask('guest-file-close', { handle })
    expect(await open(it, FILE, second)).toBe(1001)
  })

  test('two may read', async () => {
    const it = await host()
    expect([await open(it, FILE), await open(it, FILE)]).toEqual([1000, 1001])
  })
})

test('what a handle is not for is denied, and a flush of what can not be written', async () => {
  const it = await host()
  const reading = await open(it, FILE)
  expect(await it.ask('guest-file-write', { handle: reading, 'buf-b64': '' })).toBe(
    fails('failed to write to file: Access is denied.'),
  )
  expect(await it.ask('guest-file-flush', { handle: reading })).toBe(fails('failed to flush file: Access is denied.'))
  const writing = await open(it, 'C:\\data\\new.txt', 'w')
  expect(await it.ask('guest-file-read', { handle: writing })).toBe(fails('failed to read file: Access is denied.'))
})

test('a seek may go beyond the end, and not before the beginning', async () => {
  const it = await host()
  const handle = await open(it, FILE)
  expect(await it.ask('guest-file-seek', { handle, offset: 5_000_000_000, whence: 0 })).toBe(
    returns('{"eof": false, "position": 5000000000}'),
  )
  expect(await it.ask('guest-file-seek', { handle, offset: -1, whence: 'set' })).toBe(
    fails('failed to seek file: An attempt was made to move the file pointer before the beginning of the file.'),
  )
  expect(await it.ask('guest-file-seek', { handle, offset: 0, whence: 7 })).toBe(fails('invalid whence code 7'))
})

test('what does not fit is not written at all', async () => {
  const it = await talkToWindows('109.1.0', {
    scenario: {
      volumes: [
        { letter: 'C', size: '10GiB' },
        { letter: 'D', size: 8192 },
      ],
    },
  })
  const handle = await open(it, 'D:\\x', 'w')
  expect(await it.ask('guest-file-write', { handle, 'buf-b64': base64('ab') })).toBe(
    returns('{"count": 2, "eof": false}'),
  )
  expect(await it.ask('guest-file-write', { handle, 'buf-b64': base64('x'.repeat(10_000)) })).toBe(
    fails('failed to write to file: There is not enough space on the disk.'),
  )
  expect(it.vm.guest.files.readFile('D:\\x', 'utf8')).toBe('ab')
  expect(await it.ask('guest-file-write', { handle, 'buf-b64': base64('cd') })).toBe(
    returns('{"count": 2, "eof": false}'),
  )
  expect(it.vm.guest.files.readFile('D:\\x', 'utf8')).toBe('abcd')
  // What it would have written over stays as it was, too.
  await it.ask('guest-file-seek', { handle, offset: 1, whence: 'set' })
  expect(await it.ask('guest-file-write', { handle, 'buf-b64': base64('x'.repeat(10_000)) })).toBe(
    fails('failed to write to file: There is not enough space on the disk.'),
  )
  expect(it.vm.guest.files.readFile('D:\\x', 'utf8')).toBe('abcd')
})

test('NUL takes everything and has nothing', async () => {
  const it = await host()
  const handle = await open(it, 'NUL', 'r+')
  expect(await it.ask('guest-file-write', { handle, 'buf-b64': base64('gone') })).toBe(
    returns('{"count": 4, "eof": false}'),
  )
  expect(await it.ask('guest-file-read', { handle })).toBe(read('', true))
})

test.each([
  ['2.11.0', 50331649, read('0123456789', false)],
  ['5.2.0', 50331649, fails("value '50331649' is invalid for argument count")],
  ['5.2.0', 50331648, read('0123456789', false)],
  ['2.11.0', -1, fails("value '-1' is invalid for argument count")],
])('%s asked for %i bytes', async (version, count, reply) => {
  const it = await host(version)
  expect(await it.ask('guest-file-read', { handle: await open(it, FILE), count })).toBe(reply)
})

test('handles are counted in C:\\ProgramData\\qemu-ga, and go on after a restart', async () => {
  const it = await host()
  await open(it, FILE)
  expect(it.vm.guest.files.readFile('C:\\ProgramData\\qemu-ga\\qga.state', 'utf8')).toBe('[global]\nfd_counter=1001\n')
  it.vm.do({ agent: 'restart' })
  expect(await open(it, FILE, 'w')).toBe(1001)
})

test('when the number can not be written down the agent dies', async () => {
  const it = await host()
  it.vm.guest.files.rm('C:\\ProgramData\\qemu-ga', { recursive: true })
  expect(await it.ask('guest-file-open', { path: FILE })).toBe('')
  expect(it.vm.agent.state).toBe('stopped')
})

test('open files are in a snapshot', async () => {
  const it = await host()
  const handle = await open(it, FILE, 'r+')
  await it.ask('guest-file-read', { handle, count: 4 })
  const snapshot = it.vm.snapshot()
  await it.ask('guest-file-close', { handle })
  it.vm.restore(snapshot)
  expect(await it.ask('guest-file-read', { handle })).toBe(read('456789', false))
  expect(await it.ask('guest-file-open', { path: FILE })).toBe(notOpened(FILE, SHARING))
})
