import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { debian, startDomain } from './domain.js'
import { Libvirtd } from './libvirtd.js'
import { runProgram } from './run-program.js'

const PING = '{"execute": "guest-ping"}'

const emulator = inject('emulator')

let daemon: Libvirtd

beforeAll(async () => {
  daemon = await Libvirtd.start()
})

afterAll(() => daemon?.remove())

test('a guest without an agent is not asked', async () => {
  const scenario = 'extends: agent-not-running\n'
  await startDomain(daemon, { name: 'bare', emulator, scenario, hasAgent: false })
  expect(await daemon.virsh.print('domstate', 'bare')).toBe('running\n\n')
  for (const command of [
    ['qemu-agent-command', 'bare', PING],
    ['domtime', 'bare'],
    ['guestinfo', 'bare'],
  ]) {
    expect(await daemon.virsh.fail(...command)).toBe(
      'error: Guest agent is not responding: QEMU guest agent is not connected\n',
    )
  }
})

test('an agent that hangs is given up after the time-out, and answers again when it is restarted', async () => {
  const scenario = debian('7.2.22', 'faults:\n  - { on: guest-get-time, hang: true, times: 1 }\n')
  const control = join(daemon.directory, 'stuck.ctl')
  await startDomain(daemon, { name: 'stuck', emulator, scenario, env: { MOCKVM_CONTROL: control } })
  expect(await daemon.virsh.print('guest-agent-timeout', 'stuck', '--timeout', '1')).toBe('\n')
  const gaveUp = 'error: Guest agent is not responding: Guest agent not available for now\n'
  expect(await daemon.virsh.fail('domtime', 'stuck')).toBe(gaveUp)
  // The agent does one thing at a time: nothing else is answered either.
  expect(await daemon.virsh.fail('qemu-agent-command', 'stuck', PING, '--timeout', '1')).toBe(gaveUp)
  expect(await daemon.virsh.print('domstate', 'stuck')).toBe('running\n\n')

  const main = join(dirname(emulator), 'dist/cli/main.js')
  const options = { env: process.env, within: 20_000 }
  expect(await runProgram(process.execPath, [main, 'do', control, 'agent: restart'], options)).toMatchObject({
    status: 0,
  })
  await daemon.virsh.until(['qemu-agent-command', 'stuck', PING], ({ stdout }) => stdout === '{"return":{}}\n\n')
})

test('an agent that ends in the middle of a command is told to have disappeared', async () => {
  const control = join(daemon.directory, 'dying.ctl')
  const faults = 'faults:\n  - { on: guest-get-time, hang: true }\n'
  const env = { MOCKVM_CONTROL: control, MOCKVM_CLOCK: 'real' }
  await startDomain(daemon, { name: 'dying', emulator, scenario: debian('7.2.22', faults), env })
  const asked = daemon.virsh.fail('domtime', 'dying')
  const main = join(dirname(emulator), 'dist/cli/main.js')
  const perform = (...words: string[]) =>
    runProgram(process.execPath, [main, 'do', control, ...words], { env: process.env, within: 20_000 })
  // The rule has fired: the agent is at it.
  while (!/"fired": ?1\b/.test((await perform('rules')).stdout));
  expect(await perform('agent: crash')).toMatchObject({ status: 0 })
  expect(await asked).toBe('error: Guest agent is not responding: Guest agent disappeared while executing command\n')
})
