import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type BuiltProgram, buildProgram } from './built-program.js'
import { runToEnd } from './fake-terminal.js'

/** The few things that only a process of its own can show. */
let program: BuiltProgram
let directory: string

beforeAll(() => {
  program = buildProgram()
}, 120_000)

afterAll(() => program.remove())

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

test('qga -d leaves a daemon that answers, with a pid file, and both its files are gone at the end', async () => {
  const socket = join(directory, 'qga.sock')
  const pidfile = join(directory, 'qga.pid')
  const { ended } = start('qga', '-d', '-m', 'unix-listen', '-p', socket, '-f', pidfile)
  expect(await ended).toEqual([0, null])
  await until(async () => (await runToEnd('call', socket, 'guest-ping')).status === 0)
  const pid = Number(readFileSync(pidfile, 'latin1'))
  process.kill(pid, 'SIGTERM')
  await until(async () => readdirSync(directory).length === 0)
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
  await until(async () => readdirSync(directory).length === 0)
})

test('an agent that aborts ends with the status of SIGABRT', async () => {
  const socket = join(directory, 'qga.sock')
  const { ended } = start('qga', '-m', 'unix-listen', '-p', socket)
  await until(async () => (await runToEnd('call', socket, 'guest-file-open', 'path=/etc/hostname')).status === 0)
  const read = await runToEnd('call', socket, 'guest-file-read', 'handle=1000', 'count=9223372036854775807')
  expect(read).toMatchObject({ status: 1, out: '' })
  expect(await ended).toEqual([134, null])
})

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(resolve => setImmediate(resolve))
}
