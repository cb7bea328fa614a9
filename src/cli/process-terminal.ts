import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { basename } from 'node:path'
import { FAILURE } from './exit-status.js'
import type { Terminal } from './terminal.js'

/** The terminal of this very process. `main` is the script that runs. */
export function processTerminal(main: string): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    // Somebody closed the pipe (`mockvm serve | head -1`). Nobody reads on, which is no reason to stop serving.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  return {
    name: basename(process.argv[1] ?? ''),
    // It is opened when somebody asks for it.
    get stdin() {
      return process.stdin
    },
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    pid: process.pid,
    onSignal(signals, listener) {
      for (const signal of signals) process.on(signal, listener)
      return () => {
        for (const signal of signals) process.off(signal, listener)
      }
    },
    onExit(listener) {
      process.on('exit', listener)
      return () => process.off('exit', listener)
    },
    startDetached(args, env) {
      const stdio = ['ignore' as const, 'ignore' as const, 'inherit' as const]
      spawn(process.execPath, [main, ...args], { detached: true, stdio, env: { ...process.env, ...env } }).unref()
    },
    startDetachedUntilReady(args, env, inherited = []) {
      const stdio = ['ignore' as const, 'ignore' as const, 'inherit' as const, ...passed(inherited), 'ipc' as const]
      const child = spawn(process.execPath, [main, ...args], {
        detached: true,
        stdio,
        env: { ...process.env, ...env },
      })
      return new Promise((done, failed) => {
        child.once('error', failed)
        child.once('exit', status => done(status ?? FAILURE))
        child.once('message', () => {
          child.disconnect()
          child.unref()
          done(undefined)
        })
      })
    },
    ready() {
      process.send?.('ready')
    },
    detach() {
      // What is opened next takes the lowest number that is free.
      closeSync(process.stderr.fd)
      openSync('/dev/null', 'w')
    },
  }
}

/** What stands behind the standard streams, so that each has its own number again. */
function passed(fds: readonly number[]): ('ignore' | number)[] {
  const first = 3
  const count = Math.max(first - 1, ...fds) - first + 1
  return Array.from({ length: count }, (_, index) => (fds.includes(first + index) ? first + index : 'ignore'))
}
