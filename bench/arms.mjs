/** The servers that are compared, each in a process of its own, each on a socket in the folder given. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LineClient } from './client.mjs'

const MOCKVM = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const BARE = fileURLToPath(new URL('bare-server.mjs', import.meta.url))

/** Commands that would change this machine, or stop it: refused by the real agent, and never sent either. */
const BLOCKED = [
  'guest-shutdown',
  'guest-set-time',
  'guest-fsfreeze-freeze',
  'guest-fsfreeze-freeze-list',
  'guest-suspend-disk',
  'guest-suspend-ram',
  'guest-suspend-hybrid',
  'guest-set-vcpus',
  'guest-set-memory-blocks',
  'guest-set-user-password',
  'guest-fstrim',
]

export function startMockvm(folder) {
  const socket = join(folder, 'mockvm.sock')
  // Debian's agent, so that both sides read requests and write replies of the same kind.
  const version = ['--set', 'agent.version=7.2.22']
  return start(process.execPath, [MOCKVM, 'serve', '--quiet', ...version, '--socket', socket], socket)
}

export function startBare(folder) {
  const socket = join(folder, 'bare.sock')
  return start(process.execPath, [BARE, socket], socket)
}

export function startQemuGa(folder) {
  const socket = join(folder, 'qga.sock')
  const state = join(folder, 'qga')
  mkdirSync(state)
  return start('qemu-ga', ['-m', 'unix-listen', '-p', socket, '-t', state, '-b', BLOCKED.join(',')], socket)
}

/** "7.2.22", or undefined where no qemu-ga is installed. */
export function qemuGaVersion() {
  try {
    return /\d+\.\d+\.\d+/.exec(execFileSync('qemu-ga', ['--version'], { encoding: 'utf8' }))?.[0]
  } catch {
    return undefined
  }
}

async function start(command, args, socket) {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const client = await connectWhenUp(socket, child)
  return {
    pid: child.pid,
    client,
    async stop() {
      client.close()
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      // A signal handler of qemu-ga takes locks, and once in a while waits for itself.
      const lastResort = setTimeout(() => child.kill('SIGKILL'), 2000)
      await ended
      clearTimeout(lastResort)
    },
  }
}

async function connectWhenUp(socket, child) {
  for (let attempt = 0; attempt < 500; attempt++) {
    try {
      return await LineClient.open(socket)
    } catch (error) {
      if (child.exitCode !== null) throw new Error(`a server ended with status ${child.exitCode}`)
      if (error.code !== 'ENOENT' && error.code !== 'ECONNREFUSED') throw error
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }
  throw new Error(`nobody listens on ${socket}`)
}
