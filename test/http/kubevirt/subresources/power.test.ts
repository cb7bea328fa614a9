import { describe, expect, test } from 'vitest'
import type { Vm } from '../../../../src/index.js'
import { wire } from '../../../clients/session.js'
import { ask, commands, conflict, DONE, guestOf, internalError, NOT_FOUND, refusal, settled } from './guest.js'

const failed = (command: string, error: string) =>
  internalError(
    `unexpected return code 500 (500 Internal Server Error), message: server error. command ${command} failed: ${JSON.stringify(`LibvirtError(${error})`)}`,
  )

const badRequest = (message: string) => refusal(400, 'Bad Request', 'BadRequest', message)

const QEMU = (events: readonly { readonly type: string; readonly event?: string }[]) =>
  events.flatMap(({ type, event }) => (type === 'qemu' && event !== undefined ? [event] : []))

describe('what is not there, or not running', () => {
  test.each(['pause', 'unpause', 'softreboot', 'reset'])('%s of what is not there', async name => {
    expect(await ask(undefined, name)).toEqual(NOT_FOUND)
  })

  test.each([
    ['pause', conflict('VM is not running')],
    ['unpause', conflict('VMI is not running')],
    ['softreboot', conflict('VM is not running')],
    [
      'reset',
      badRequest(
        'Unable to connect to VirtualMachineInstance because phase is Succeeded instead of Running or Scheduled',
      ),
    ],
  ])('%s of a guest that has shut down', async (name, answer) => {
    const guest = await guestOf()
    guest.vm.powerdown()
    guest.vm.advance('5m')
    expect(guest.vm.status).toBe('shutdown')
    expect(await ask(guest, name)).toEqual(answer)
  })
})

describe('pause and unpause', () => {
  test('stop the vCPUs and let them go on; afterwards the guest is told the time', async () => {
    const guest = await guestOf()
    expect(await ask(guest, 'pause')).toEqual(DONE)
    expect(guest.vm.status).toBe('paused')
    guest.vm.advance('1h')
    expect(await ask(guest, 'unpause')).toEqual(DONE)
    expect(guest.vm.status).toBe('running')
    await settled()
    expect(wire(guest.vm)).toEqual([
      'connected',
      '> {"execute":"guest-sync","arguments":{"id":1767229200000}}',
      '< {"return": 1767229200000}',
      '> {"execute":"guest-set-time","arguments":{"time":1767229200000000000}}',
      '< {"return": {}}',
      'left',
    ])
    expect(guest.vm.guest.clock.now()).toBe(guest.vm.guest.clock.hostTime())
  })

  test('a second pause, and a second unpause, are refused', async () => {
    const guest = await guestOf()
    expect(await ask(guest, 'unpause')).toEqual(conflict('VMI is not paused'))
    await ask(guest, 'pause')
    expect(await ask(guest, 'pause')).toEqual(conflict('VMI is already paused'))
  })

  test('nobody is told the time where there is no agent', async () => {
    const guest = await guestOf('agent-not-running')
    await ask(guest, 'pause')
    expect(await ask(guest, 'unpause')).toEqual(DONE)
    await settled()
    expect(wire(guest.vm)).toEqual([])
  })

  test('a dry run checks, and does nothing', async () => {
    const guest = await guestOf()
    expect(await ask(guest, 'pause', '{"dryRun":["All"]}')).toEqual(DONE)
    expect(guest.vm.status).toBe('running')
    await ask(guest, 'pause', '{}')
    expect(guest.vm.status).toBe('paused')
    expect(await ask(guest, 'pause', '{"dryRun":["All"]}')).toEqual(conflict('VMI is already paused'))
    expect(await ask(guest, 'unpause', '{"dryRun":["All"]}')).toEqual(DONE)
    expect(guest.vm.status).toBe('paused')
  })

  test.each([
    [
      '"text"',
      'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type v1.PauseOptions',
    ],
    ['{"dryRun":', 'unexpected EOF'],
    ['{"dryRun":"All"}', 'json: cannot unmarshal string into Go struct field PauseOptions.dryRun of type []string'],
  ])('the body %j is refused before anything else is looked at', async (body, why) => {
    const answer = badRequest(`Can not unmarshal Request body to struct, error: ${why}`)
    expect(await ask(undefined, 'pause', body)).toEqual(answer)
  })
})

describe('softreboot', () => {
  test('asks the agent, and is done when the guest goes down', async () => {
    const guest = await guestOf()
    expect(await guest.vm.until(ask(guest, 'softreboot'))).toEqual(DONE)
    expect(wire(guest.vm).slice(3)).toEqual(['> {"execute":"guest-shutdown","arguments":{"mode":"reboot"}}', 'left'])
    expect(QEMU(guest.vm.events)).toContain('RESET')
    guest.vm.advance('5m')
    await settled()
    expect(guest.agent.isConnected).toBe(true)
  })

  test('of a paused VM', async () => {
    const guest = await guestOf()
    guest.vm.pause()
    expect(await ask(guest, 'softreboot')).toEqual(conflict('VMI is paused'))
  })

  test('presses the power button where there is no agent, and boots the guest again', async () => {
    const guest = await guestOf('agent-not-running')
    expect(await ask(guest, 'softreboot')).toEqual(DONE)
    guest.vm.advance('5m')
    await settled()
    expect(QEMU(guest.vm.events)).toEqual(['POWERDOWN', 'SHUTDOWN', 'STOP', 'RESET', 'RESUME'])
    expect(guest.vm.status).toBe('running')
  })

  test.each([
    ['a forced stop', (vm: Vm) => vm.do({ vm: 'signal' })],
    ['the power button, pressed again to stop it', (vm: Vm) => vm.powerdown()],
    ['a reset, and a power-off after it', (vm: Vm) => [vm.reset(), vm.powerdown()]],
  ])('%s is not followed by the reboot of a button pressed before', async (_, end) => {
    const guest = await guestOf({ extends: 'agent-not-running', power: { shutdown: '20s' } })
    await ask(guest, 'softreboot')
    guest.vm.advance('5s')
    end(guest.vm)
    guest.vm.advance('5m')
    await settled()
    expect(['shutdown', 'exited']).toContain(guest.vm.status)
  })

  test('a guest that sleeps does not hear the button; what ends it later is no reboot', async () => {
    const guest = await guestOf('suspended-guest')
    await ask(guest, 'softreboot')
    guest.vm.advance('1h')
    guest.vm.do({ vm: 'signal' })
    await settled()
    expect(guest.vm.status).toBe('exited')
  })

  test('a snapshot that was put back knows of no button', async () => {
    const guest = await guestOf({ extends: 'agent-not-running', power: { shutdown: '20s' } })
    const before = guest.vm.snapshot()
    await ask(guest, 'softreboot')
    guest.vm.restore(before)
    guest.vm.do({ agent: 'start' })
    guest.vm.advance('1m')
    await guest.vm.connect().end('{"execute":"guest-shutdown"}\n')
    await settled()
    guest.vm.advance('1m')
    await settled()
    expect(guest.vm.status).toBe('shutdown')
  })

  test('the agent refuses', async () => {
    const guest = await guestOf({ extends: 'default', agent: { blockRpcs: ['guest-shutdown'] } })
    const error =
      "Code=1, Domain=10, Message='internal error: unable to execute QEMU agent command 'guest-shutdown': The command guest-shutdown has been disabled for this instance'"
    expect(await ask(guest, 'softreboot')).toEqual(failed('SoftReboot', error))
  })

  test('the guest does nothing: virt-api does not wait so long', async () => {
    const guest = await guestOf('shutdown-ignored')
    const url = 'https://10.244.0.2:8186/v1/namespaces/default/virtualmachineinstances/testvm/softreboot'
    expect(await guest.vm.until(ask(guest, 'softreboot'))).toEqual(
      internalError(
        `Put ${JSON.stringify(url)}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
      ),
    )
    expect(guest.vm.guest.clock.monotonic()).toBe(10_000_000_000n)
  })
})

describe('reset', () => {
  test('presses the reset button, paused or not, and asks nobody', async () => {
    const guest = await guestOf()
    expect(await ask(guest, 'reset')).toEqual(DONE)
    expect(QEMU(guest.vm.events)).toContain('RESET')
    guest.vm.pause()
    expect(await ask(guest, 'reset')).toEqual(DONE)
    expect(commands(guest.vm, [])).toEqual([])
  })
})
