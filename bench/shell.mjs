import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createVm } from '../dist/index.js'
import { summary } from './statistics.mjs'

const FIRST = fileURLToPath(new URL('first-shell.mjs', import.meta.url))
const SHELL = { path: '/bin/sh', arg: ['-c', 'echo hello'], 'capture-output': true }
const BUILT_IN = { path: '/bin/echo', arg: ['hello'], 'capture-output': true }

/** In milliseconds: the first exec of a shell in a process, and by how much a later one takes longer than a built-in. */
export async function measureShell(rounds) {
  const first = Array.from({ length: 7 }, () => Number(execFileSync(process.execPath, [FIRST], { encoding: 'utf8' })))
  const vm = await createVm({ scenario: 'debian-12' })
  const more = []
  for (let round = -100; round < rounds; round++) {
    const [builtIn, shell] = [await exec(vm, BUILT_IN), await exec(vm, SHELL)]
    if (round >= 0) more.push(shell - builtIn)
  }
  await vm.close()
  return { first: summary(first), later: summary(more) }
}

/** Until its output is there. */
async function exec(vm, request) {
  const start = performance.now()
  const { pid } = await vm.call('guest-exec', request)
  const { exitcode } = await vm.call('guest-exec-status', { pid })
  if (exitcode !== 0n) throw new Error(`${request.path} has ended with ${exitcode}`)
  return performance.now() - start
}
