/** What guest-file-write writes the shells read, and the other way round. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { debian, download, outcome, output, rawRun, run, start, upload } from './shell-host.js'

let vm: Vm

beforeAll(async () => {
  vm = await debian()
})

afterAll(() => vm.close())

beforeEach(() => output(vm, 'umask 022; rm -rf /tmp/t; mkdir -p /tmp/t'))

const ALL = Uint8Array.from({ length: 1024 }, (_, i) => (i * 7 + (i >> 8)) & 255)
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const write = (handle: bigint, text: string) =>
  vm.call('guest-file-write', { handle, 'buf-b64': Buffer.from(text).toString('base64') })
const read = async (handle: bigint, count = 100) =>
  Buffer.from((await vm.call('guest-file-read', { handle, count }))['buf-b64'], 'base64').toString()

describe('a handle of the agent', () => {
  test('keeps what is written until it is flushed', async () => {
    const handle = await vm.call('guest-file-open', { path: '/tmp/t/a', mode: 'w' })
    await write(handle, 'hello\n')
    expect(await output(vm, 'cat /tmp/t/a; stat -c %s /tmp/t/a')).toBe('0\n')
    await vm.call('guest-file-flush', { handle })
    expect(await output(vm, 'cat /tmp/t/a; stat -c %s /tmp/t/a')).toBe('hello\n6\n')
    await write(handle, 'more\n')
    await vm.call('guest-file-close', { handle })
    expect(await output(vm, 'wc -l < /tmp/t/a')).toBe('2\n')
  })

  test('reads what a shell appends once it is there', async () => {
    await output(vm, 'echo one > /tmp/t/a')
    const handle = await vm.call('guest-file-open', { path: '/tmp/t/a' })
    expect(await read(handle)).toBe('one\n')
    await output(vm, 'echo two >> /tmp/t/a')
    expect(await read(handle)).toBe('two\n')
    await vm.call('guest-file-close', { handle })
  })

  test('stays with a file that is renamed or removed', async () => {
    await output(vm, 'echo one > /tmp/t/a; echo other > /tmp/t/b')
    const handle = await vm.call('guest-file-open', { path: '/tmp/t/a', mode: 'r+' })
    await output(vm, 'mv /tmp/t/a /tmp/t/moved; mv /tmp/t/b /tmp/t/a')
    expect(await read(handle)).toBe('one\n')
    await vm.call('guest-file-seek', { handle, offset: 0n, whence: 0n })
    await write(handle, 'ONE')
    await vm.call('guest-file-flush', { handle })
    expect(await output(vm, 'cat /tmp/t/moved /tmp/t/a')).toBe('ONE\nother\n')
    await output(vm, 'rm /tmp/t/moved')
    await vm.call('guest-file-seek', { handle, offset: 0n, whence: 0n })
    expect(await read(handle)).toBe('ONE\n')
    await vm.call('guest-file-close', { handle })
  })

  test('finds its end where a shell has cut the file', async () => {
    await output(vm, 'printf %05000d 0 > /tmp/t/a')
    const handle = await vm.call('guest-file-open', { path: '/tmp/t/a' })
    await output(vm, 'truncate -s 3 /tmp/t/a')
    expect(await read(handle)).toBe('000')
    await vm.call('guest-file-close', { handle })
  })

  test('appends behind what others append', async () => {
    const handle = await vm.call('guest-file-open', { path: '/tmp/t/log', mode: 'a' })
    for (const [ours, theirs] of [
      ['1\n', '2'],
      ['3\n', '4'],
    ]) {
      await write(handle, ours ?? '')
      await vm.call('guest-file-flush', { handle })
      await output(vm, `echo ${theirs} >> /tmp/t/log`)
    }
    await vm.call('guest-file-close', { handle })
    expect(await download(vm, '/tmp/t/log')).toBe('1\n2\n3\n4\n')
  })
})

describe('bytes', () => {
  test.each([
    'cat /tmp/t/in > /tmp/t/out',
    'cat < /tmp/t/in | cat | tee /tmp/t/out > /dev/null',
    'base64 /tmp/t/in | base64 -d > /tmp/t/out',
    'dd if=/tmp/t/in of=/tmp/t/out bs=100 status=none',
    'cp /tmp/t/in /tmp/t/out',
    'head -c 500 /tmp/t/in > /tmp/t/out; tail -c +501 /tmp/t/in >> /tmp/t/out',
    'split -b 300 /tmp/t/in /tmp/t/part.; cat /tmp/t/part.* > /tmp/t/out',
    'exec 3< /tmp/t/in 4> /tmp/t/out; cat <&3 >&4',
    'gzip -c /tmp/t/in | gzip -dc > /tmp/t/out',
    'cat /tmp/t/in | (cat) | { cat; } > /tmp/t/out',
    "tr '\\000-\\377' '\\000-\\377' < /tmp/t/in > /tmp/t/out",
  ])('of all values pass %s', async line => {
    await upload(vm, '/tmp/t/in', ALL)
    await output(vm, line)
    expect(await download(vm, '/tmp/t/out')).toBe(latin1(ALL))
  })

  test('of all values pass through input and output', async () => {
    expect(await rawRun(vm, 'cat', { input: ALL })).toEqual({ out: latin1(ALL), err: '', exitCode: 0 })
    expect(await rawRun(vm, 'cat >&2', { input: ALL })).toEqual({ out: '', err: latin1(ALL), exitCode: 0 })
  })

  test('are written by printf as they are named', async () => {
    await output(vm, "printf '\\0\\1\\x7f\\x80\\377' > /tmp/t/a")
    expect(await download(vm, '/tmp/t/a')).toBe('\0\x01\x7f\x80\xff')
  })
})

describe('names', () => {
  test.each([
    ['with a blank', '/tmp/t/a b', "'/tmp/t/a b'"],
    ['with a line feed', '/tmp/t/a\nb', "$'/tmp/t/a\\nb'"],
    ['with quotes', '/tmp/t/"it\'s"', "$'/tmp/t/\"it\\'s\"'"],
    ['in UTF-8', '/tmp/t/žluťoučký 🐎', "'/tmp/t/žluťoučký 🐎'"],
    ['of an option', '/tmp/t/-rf', '/tmp/t/-rf'],
    ['with wildcards', '/tmp/t/[*]?', "'/tmp/t/[*]?'"],
  ])('%s are the same', async (_, path, word) => {
    await upload(vm, path, 'from the agent\n')
    expect(await output(vm, `cat ${word}; echo from the shell >> ${word}; ls -1 /tmp/t | cat`)).toBe(
      `from the agent\n${path.slice(7)}\n`,
    )
    expect(await download(vm, path)).toBe('from the agent\nfrom the shell\n')
  })

  test('need not be UTF-8', async () => {
    const line = "name=$(printf 'bad\\xff'); echo x > /tmp/t/$name; cd /tmp/t; printf %s *; cat bad*; ls; rm *; ls"
    expect(await rawRun(vm, line)).toEqual({ out: 'bad\xffx\nbad\xff\n', err: '', exitCode: 0 })
  })

  test('of symbolic links lead to the file', async () => {
    await output(vm, 'echo target > /tmp/t/a; ln -s a /tmp/t/link; ln -s /tmp/t /tmp/t/up')
    expect(await download(vm, '/tmp/t/up/up/link')).toBe('target\n')
    await upload(vm, '/tmp/t/link', 'new\n')
    expect(await output(vm, 'cat /tmp/t/a; readlink /tmp/t/link')).toBe('new\na\n')
    await output(vm, 'ln -sf loop /tmp/t/loop')
    await expect(vm.call('guest-file-open', { path: '/tmp/t/loop' })).rejects.toThrow(
      "failed to open file '/tmp/t/loop' (mode: 'r'): Too many levels of symbolic links",
    )
  })
})

describe('permissions', () => {
  test('that a shell takes away are taken from other users, and not from the agent', async () => {
    await upload(vm, '/tmp/t/secret', 'secret\n')
    await output(vm, 'chmod 600 /tmp/t/secret')
    const err = 'cat: /tmp/t/secret: Permission denied\n'
    expect(await run(vm, 'su debian -c "cat /tmp/t/secret"')).toEqual({ out: '', err, exitCode: 1 })
    expect(await download(vm, '/tmp/t/secret')).toBe('secret\n')
    await output(vm, 'chown debian: /tmp/t/secret')
    expect(await output(vm, 'su debian -c "cat /tmp/t/secret"')).toBe('secret\n')
    expect(await output(vm, "stat -c '%a %U:%G' /tmp/t/secret")).toBe('600 debian:debian\n')
  })

  test.each([
    ['022', '644', '755'],
    ['077', '600', '700'],
    ['000', '666', '777'],
    ['u=rwx,g=,o=', '600', '700'],
  ])('of new files follow umask %s', async (mask, file, directory) => {
    const line = `umask ${mask}; echo > /tmp/t/f; mkdir /tmp/t/d; stat -c %a /tmp/t/f /tmp/t/d`
    expect(await output(vm, line)).toBe(`${file}\n${directory}\n`)
  })

  test('and owners are those of who writes', async () => {
    await output(vm, 'chmod 777 /tmp/t; su debian -c "echo mine > /tmp/t/mine"')
    expect(await output(vm, "stat -c '%U %G %a' /tmp/t/mine")).toBe('debian debian 644\n')
    expect((await run(vm, 'su debian -c "echo no > /etc/no"')).err).toBe('bash: line 1: /etc/no: Permission denied\n')
  })
})

describe('a script', () => {
  test('that was uploaded is executed once it may be', async () => {
    await upload(vm, '/tmp/t/run', '#!/bin/sh\necho "$0 $# $1"\nexit 5\n')
    const call = { path: '/tmp/t/run', arg: ['one word', 'two'], 'capture-output': true }
    await expect(vm.call('guest-exec', call)).rejects.toThrow(/Permission denied/)
    await output(vm, 'chmod +x /tmp/t/run')
    const { pid } = await vm.call('guest-exec', call)
    const status = await vm.call('guest-exec-status', { pid })
    expect(status).toMatchObject({ exited: true, exitcode: 5n })
    expect(Buffer.from(status['out-data'] ?? '', 'base64').toString()).toBe('/tmp/t/run 2 one word\n')
  })

  test('that is still open for writing is busy', async () => {
    await upload(vm, '/tmp/t/run', '#!/bin/sh\necho ran\n')
    await output(vm, 'chmod +x /tmp/t/run')
    const handle = await vm.call('guest-file-open', { path: '/tmp/t/run', mode: 'a' })
    await expect(vm.call('guest-exec', { path: '/tmp/t/run' })).rejects.toThrow(/Text file busy/)
    const err = '/bin/bash: line 1: /tmp/t/run: Text file busy\n'
    expect(await run(vm, '/tmp/t/run')).toEqual({ out: '', err, exitCode: 126 })
    expect(await output(vm, 'sh /tmp/t/run')).toBe('ran\n')
    await vm.call('guest-file-close', { handle })
    expect(await output(vm, '/tmp/t/run')).toBe('ran\n')
  })
})

describe('a fifo', () => {
  test('that is open at both ends joins programs that were started apart', async () => {
    await output(vm, 'mkfifo /tmp/t/fifo; stat -c %F /tmp/t/fifo')
    const reader = await start(vm, 'exec 3<> /tmp/t/fifo; read -r a <&3; read -r b <&3; echo "$a, $b"')
    expect(await vm.call('guest-exec-status', { pid: reader })).toEqual({ exited: false })
    await output(vm, 'echo one > /tmp/t/fifo')
    expect(await vm.call('guest-exec-status', { pid: reader })).toEqual({ exited: false })
    await output(vm, 'echo two > /tmp/t/fifo')
    expect(await outcome(vm, reader)).toEqual({ out: 'one, two\n', err: '', exitCode: 0 })
  })

  test('takes what the agent writes', async () => {
    await output(vm, 'mkfifo /tmp/t/fifo')
    const reader = await start(vm, 'exec 3<> /tmp/t/fifo; read -r line <&3; echo "got $line"')
    await upload(vm, '/tmp/t/fifo', 'a line\n')
    expect(await outcome(vm, reader)).toEqual({ out: 'got a line\n', err: '', exitCode: 0 })
  })
})

test('find takes the words of date(1) for a time', async () => {
  await output(vm, 'mkdir /tmp/found; touch -d "3 days ago" /tmp/found/old; touch /tmp/found/new')
  const names = (word: string) => output(vm, `find /tmp/found -type f -newermt '${word}' -printf '%f\\n' | sort`)
  expect(await names('yesterday')).toBe('new\n')
  expect(await names('1 week ago')).toBe('new\nold\n')
  expect(await names('now')).toBe('')
})
