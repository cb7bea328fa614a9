/** A listening socket that a process was born with: in this one somebody else would close it too. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { listening } from '../channel/listening.js'
import { builtProgram } from '../cli/built-program.js'
import { socketPath } from './migration-host.js'
import { GREETING } from './qmp/host.js'

/** Listens at descriptor 3 and does what it is told, line by line. */
const PROGRAM = `
  import { createInterface } from 'node:readline'
  const { createVm } = await import(process.argv[1])
  const vm = await createVm({ scenario: { extends: 'default', qemu: { noShutdown: false } }, clock: { mode: 'manual' } })
  await vm.qmp.listen({ fd: 3 })
  console.log(vm.status)
  for await (const line of createInterface(process.stdin)) {
    vm.do({ vm: line })
    console.log(vm.status)
  }
  await vm.close()
`

test('a socket that was inherited lets nobody in while QEMU is not there', async () => {
  const path = socketPath()
  const { fd, leave } = await listening(path)
  const index = join(builtProgram().main, '../../index.js')
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, index], {
    stdio: ['pipe', 'pipe', 'inherit', fd],
  }) as ChildProcessByStdio<Writable, Readable, null>
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const status = async () => (await lines.next()).value
  const client = () => {
    const socket = connect(path)
    onTestFinished(() => void socket.destroy())
    return socket
  }
  const greeted = async () => String((await once(client(), 'data'))[0])
  const tell = (what: string) => {
    child.stdin.write(`${what}\n`)
    return status()
  }
  expect(await status()).toBe('running')
  leave()
  expect(await greeted()).toBe(GREETING)
  expect(await tell('quit')).toBe('exited')
  expect(await text(client())).toBe('')
  expect(await tell('wakeup')).toBe('running')
  expect(await greeted()).toBe(GREETING)
  child.stdin.end()
  expect(await once(child, 'exit')).toEqual([0, null])
})
