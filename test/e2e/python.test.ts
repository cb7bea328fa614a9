import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuiltProgram, builtProgram } from '../cli/built-program.js'

const CLIENT = join(import.meta.dirname, 'client.py')

let program: BuiltProgram
let directory: string

beforeAll(() => {
  program = builtProgram()
  directory = mkdtempSync(join(tmpdir(), 'mockvm-e2e-'))
}, 120_000)

afterAll(() => rmSync(directory, { recursive: true }))

/** Runs client.py; resolves with its exit status and what it printed. */
function python(socket: string): Promise<{ status: number | string; printed: string }> {
  return new Promise((resolve, reject) => {
    execFile('python3', [CLIENT, socket], (error, stdout, stderr) => {
      if (error?.code === 'ENOENT')
        reject(new Error('this test needs python3 in PATH: install it, version 3.6 or newer'))
      else resolve({ status: error?.code ?? 0, printed: stdout + stderr })
    })
  })
}

test('a host tool in Python gets the right answer to each command, and serve ends when the guest is off', async () => {
  const path = join(directory, 'agent.sock')
  const args = ['serve', 'debian-12', '--socket', path, '--clock', 'manual', '--quiet']
  const serve = spawn(process.execPath, [program.main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise(resolve => serve.once('close', resolve))
  let printed = ''
  const listening = new Promise<void>(resolve => {
    serve.stdout.on('data', chunk => {
      printed += String(chunk)
      resolve()
    })
  })
  try {
    // The path is printed when the socket is there.
    await Promise.race([listening, ended])
    expect(await python(path)).toEqual({ status: 0, printed: '' })
    expect(await ended).toBe(0)
    expect(printed).toBe(`${path}\n`)
  } finally {
    serve.kill()
  }
})
