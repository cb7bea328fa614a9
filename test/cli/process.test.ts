import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type BuiltProgram, builtProgram } from './built-program.js'
import { runToEnd } from './fake-terminal.js'

/** The few things that only a process of its own can show. */
let program: BuiltProgram
let directory: string

beforeAll(() => {
  program = builtProgram()
}, 120_000)

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
})

afterEach(() => rmSync(directory, { recursive: true }))

function start(...args: string[]): { child: ChildProcess; path: Promise<string>; ended: Promise<unknown[]> } {
  const child = spawn(process.execPath, [program.main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<unknown[]>(resolve => child.once('exit', (...how) => resolve(how)))
  const path = new Promise<string>(resolve => {
    let text = ''
    child.stdout?.on('data', chunk => {
      text += String(chunk)
      const found = /(\/\S*\.sock)\b/.exec(text)?.[1]
      if (found !== undefined) resolve(found)
    })
  })
  return { child, path, ended }
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'serve ends with status 0 at %s and leaves no file',
  async signal => {
    const { child, path, ended } = start('serve')
    const socket = await path
    expect(await runToEnd('call', socket, 'guest-ping')).toMatchObject({ status: 0 })
    child.kill(signal)
    expect(await ended).toEqual([0, null])
    expect(existsSync(dirname(socket))).toBe(false)
  },
)

test('serve goes on when nobody reads its output any more', async () => {
  const { child, path, ended } = start('serve')
  const socket = await path
  child.stdout?.destroy()
  for (let count = 0; count < 3; count++) {
    expect(await runToEnd('call', socket, 'guest-ping')).toMatchObject({ status: 0 })
  }
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  expect(existsSync(dirname(socket))).toBe(false)
})

test('qga -d leaves a daemon that answers, with a pid file that is gone at the end, while its socket stays', async () => {
  const socket = join(directory, 'qga.sock')
  const pidfile = join(directory, 'qga.pid')
  const { ended } = start('qga', '-d', '-m', 'unix-listen', '-p', socket, '-f', pidfile)
  expect(await ended).toEqual([0, null])
  await until(async () => (await runToEnd('call', socket, 'guest-ping')).status === 0)
  const pid = Number(readFileSync(pidfile, 'latin1'))
  process.kill(pid, 'SIGTERM')
  await until(async () => readdirSync(directory).join() === 'qga.sock')
})

test('qga -d of 11.1 returns when its daemon listens', async () => {
  const socket = join(directory, 'qga.sock')
  const pidfile = join(directory, 'qga.pid')
  const args = ['-d', '-m', 'unix-listen', '-p', socket, '-f', pidfile, '--agent-version', '11.1.3']
  const { ended } = start('qga', ...args)
  expect(await ended).toEqual([0, null])
  expect(await runToEnd('call', socket, 'guest-ping')).toMatchObject({ status: 0 })
  const pid = Number(readFileSync(pidfile, 'latin1'))
  process.kill(pid, 'SIGTERM')
  await until(async () => readdirSync(directory).join() === 'qga.sock')
})

test('qga -d says on standard error what is wrong with its pid file, and then lets go of it', async () => {
  const [socket, pidfile] = [join(directory, 'qga.sock'), join(directory, 'no', 'qga.pid')]
  const args = ['-d', '-v', '-m', 'unix-listen', '-p', socket, '--agent-version', '7.2.22', '-f']
  const { child, ended } = start('qga', ...args, pidfile)
  expect((await text(child.stderr as Readable)).replaceAll(/^\d+\.\d+: /gm, '')).toBe(
    `debug: Guest agent version 7.2.22 started\ncritical: Could not create '${pidfile}': No such file or directory\n`,
  )
  expect(await ended).toEqual([0, null])
  expect(readdirSync(directory)).toEqual([])
  const good = start('qga', ...args, join(directory, 'qga.pid'))
  // It would not end if the daemon held it.
  expect(await text(good.child.stderr as Readable)).toMatch(/^\d+\.\d+: debug: Guest agent version 7\.2\.22 started\n$/)
  await until(async () => (await runToEnd('call', socket, 'guest-ping')).status === 0)
  process.kill(Number(readFileSync(join(directory, 'qga.pid'), 'latin1')), 'SIGTERM')
  await until(async () => readdirSync(directory).join() === 'qga.sock')
})

test('qga -r waits for the folder of its socket, and then listens', async () => {
  const socket = join(directory, 'later', 'qga.sock')
  const { child, ended } = start('qga', '-r', '-m', 'unix-listen', '-p', socket, '--agent-version', '7.2.22')
  await once(child.stderr as Readable, 'data')
  mkdirSync(dirname(socket))
  await until(async () => child.exitCode !== null || (await runToEnd('call', socket, 'guest-ping')).status === 0)
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
}, 30_000)

test('an agent that aborts ends with the status of SIGABRT', async () => {
  const socket = join(directory, 'qga.sock')
  const { ended } = start('qga', '-m', 'unix-listen', '-p', socket)
  await until(async () => (await runToEnd('call', socket, 'guest-file-open', 'path=/etc/hostname')).status === 0)
  const read = await runToEnd('call', socket, 'guest-file-read', 'handle=1000', 'count=9223372036854775807')
  expect(read).toMatchObject({ status: 1, out: '' })
  expect(await ended).toEqual([134, null])
})

/** Runs a program that uses the library; resolves with its exit status and what it has printed. */
async function runModule(lines: readonly string[]): Promise<{ status: unknown; out: string }> {
  const file = join(directory, 'program.mjs')
  const library = pathToFileURL(join(dirname(dirname(program.main)), 'index.js')).href
  writeFileSync(file, [`import { createVm } from '${library}'`, ...lines].join('\n'))
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'ignore'] })
  let out = ''
  child.stdout.on('data', chunk => {
    out += String(chunk)
  })
  const [status] = await new Promise<unknown[]>(resolve => child.once('close', (...how) => resolve(how)))
  return { status, out }
}

const SLOW = `
const faults = [{ on: 'guest-ping', delay: '50ms' }]
const vm = await createVm({ scenario: { extends: 'default', faults }, clock: { mode: 'real' } })`

test('with the clock of the host a program lives on while a call waits for it', async () => {
  const program = [SLOW, `await vm.call('guest-ping')`, `console.log('answered')`]
  expect(await runModule(program)).toEqual({ status: 0, out: 'answered\n' })
})

test('with the clock of the host a program lives on while the command of a client waits for it', async () => {
  const program = [
    SLOW,
    'const client = vm.connect()',
    `client.write('{"execute": "guest-ping"}\\n')`,
    `for await (const reply of client) { process.stdout.write(reply); break }`,
  ]
  expect(await runModule(program)).toEqual({ status: 0, out: '{"return": {}}\n' })
})

test('a VM that nobody waits for keeps no program alive', async () => {
  const program = [
    `const timeline = [{ every: '1h', do: { note: 'another hour' } }]`,
    `const vm = await createVm({ scenario: { extends: 'default', timeline }, clock: { mode: 'real' } })`,
    `await vm.call('guest-ping')`,
    `console.log('done')`,
  ]
  expect(await runModule(program)).toEqual({ status: 0, out: 'done\n' })
})

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(resolve => setImmediate(resolve))
}
