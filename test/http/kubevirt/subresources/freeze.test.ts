import { describe, expect, test } from 'vitest'
import { wire } from '../../../clients/session.js'
import { ask, commands, conflict, DONE, guestOf, internalError, isFrozen, NOT_FOUND, OLD, settled } from './guest.js'

const FIVE_MINUTES = '{"unfreezeTimeout":"5m0s"}'

const handler = (text: string) => internalError(`unexpected return code 400 (400 Bad Request), message: ${text}`)
const failed = (command: string, error: string) =>
  handler(`server error. command ${command} failed: ${JSON.stringify(`LibvirtError(${error})`)}`)

const tooLate = (name: string) => {
  const url = `https://10.244.0.2:8186/v1/namespaces/default/virtualmachineinstances/testvm/${name}`
  const why = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
  return internalError(`Put ${JSON.stringify(url)}: ${why}`)
}

const NOT_NOW = "Code=86, Domain=10, Message='Guest agent is not responding: Guest agent not available for now'"
const NOT_CONNECTED = "Code=86, Domain=10, Message='Guest agent is not responding: QEMU guest agent is not connected'"
const GONE =
  "Code=86, Domain=10, Message='Guest agent is not responding: Guest agent disappeared while executing command'"
const PAUSED = "Code=55, Domain=10, Message='Requested operation is not valid: domain is not running'"

describe('freeze', () => {
  test('asks first, freezes, and answers with nothing', async () => {
    const guest = await guestOf()
    expect(await ask(guest, 'freeze', FIVE_MINUTES)).toEqual(DONE)
    expect(isFrozen(guest.vm)).toBe(true)
    await settled()
    expect(wire(guest.vm)).toEqual([
      'connected',
      '> {"execute":"guest-sync","arguments":{"id":1767225600000}}',
      '< {"return": 1767225600000}',
      '> {"execute":"guest-fsfreeze-status"}',
      '< {"return": "thawed"}',
      '> {"execute":"guest-fsfreeze-freeze"}',
      '< {"return": 2}',
      'left',
    ])
  })

  test('of a guest that is frozen does nothing', async () => {
    const guest = await guestOf()
    await ask(guest, 'freeze', FIVE_MINUTES)
    expect(await ask(guest, 'freeze', FIVE_MINUTES)).toEqual(DONE)
    expect(commands(guest.vm)).toEqual(['guest-fsfreeze-status', 'guest-fsfreeze-freeze', 'guest-fsfreeze-status'])
  })

  test('is seen by whoever looks next', async () => {
    const guest = await guestOf()
    const status = async () => JSON.parse((await ask(guest, 'guestosinfo')).text).fsFreezeStatus
    expect(await status()).toBe('thawed')
    await ask(guest, 'freeze', FIVE_MINUTES)
    expect(await status()).toBe('frozen')
    await ask(guest, 'unfreeze')
    expect(await status()).toBe('thawed')
  })

  test('of Windows is slow, but not too slow', async () => {
    const guest = await guestOf('windows-server-2022')
    expect(await guest.vm.until(ask(guest, 'freeze', FIVE_MINUTES))).toEqual(DONE)
    expect(guest.vm.guest.clock.monotonic()).toBe(2_000_000_000n)
  })
})

describe('the safety thaw', () => {
  test('comes when nobody has thawed the guest in time', async () => {
    const guest = await guestOf()
    await ask(guest, 'freeze', FIVE_MINUTES)
    guest.vm.advance('299s')
    expect(isFrozen(guest.vm)).toBe(true)
    guest.vm.advance('1s')
    await settled()
    expect(isFrozen(guest.vm)).toBe(false)
    expect(commands(guest.vm).slice(2)).toEqual(['guest-fsfreeze-status', 'guest-fsfreeze-thaw'])
  })

  test('does not come when somebody has', async () => {
    const guest = await guestOf()
    await ask(guest, 'freeze', FIVE_MINUTES)
    expect(await ask(guest, 'unfreeze')).toEqual(DONE)
    guest.vm.advance('1h')
    await settled()
    expect(commands(guest.vm)).toEqual([
      'guest-fsfreeze-status',
      'guest-fsfreeze-freeze',
      'guest-fsfreeze-status',
      'guest-fsfreeze-thaw',
    ])
  })

  test('is not put off by another freeze', async () => {
    const guest = await guestOf()
    await ask(guest, 'freeze', '{"unfreezeTimeout":"10s"}')
    guest.vm.advance('5s')
    await ask(guest, 'freeze', FIVE_MINUTES)
    guest.vm.advance('5s')
    await settled()
    expect(isFrozen(guest.vm)).toBe(false)
  })

  test.each(['0s', '500ms', '-0'])('does not come after %s', async unfreezeTimeout => {
    const guest = await guestOf()
    expect(await ask(guest, 'freeze', JSON.stringify({ unfreezeTimeout }))).toEqual(DONE)
    guest.vm.advance('24h')
    await settled()
    expect(isFrozen(guest.vm)).toBe(true)
  })

  test('ends with the guest, as virt-launcher does', async () => {
    const guest = await guestOf()
    await ask(guest, 'freeze', FIVE_MINUTES)
    guest.vm.do({ vm: 'off' })
    guest.vm.wakeup()
    guest.vm.advance('1h')
    await settled()
    expect(commands(guest.vm)).toEqual(['guest-fsfreeze-status', 'guest-fsfreeze-freeze'])
  })

  test('comes at once when it should have come before', async () => {
    const guest = await guestOf()
    await ask(guest, 'freeze', '{"unfreezeTimeout":"-5s"}')
    guest.vm.advance(0)
    await settled()
    expect(isFrozen(guest.vm)).toBe(false)
  })
})

describe('the body of a freeze', () => {
  const NOT_SET = handler('Unfreeze timeout in freeze request is not set')
  const UNREADABLE = handler('failed to unmarshal unfreeze timeout')

  test.each(['', '{}', 'null', '{"unfreezeTimeout":null}', '{"other":"5m"}'])('%j has no time-out', async body => {
    const guest = await guestOf()
    expect(await ask(guest, 'freeze', body)).toEqual(NOT_SET)
    expect(guest.vm.calls()).toEqual([])
  })

  test.each([
    '{"unfreezeTimeout":5}',
    '{"unfreezeTimeout":"5"}',
    '{"unfreezeTimeout":"abc"}',
    '{"unfreezeTimeout":"5m"',
    '{"unfreezeTimeout":true}',
    '[1]',
    'text',
    'a: [',
  ])('%j cannot be read', async body => {
    const guest = await guestOf()
    expect(await ask(guest, 'freeze', body)).toEqual(UNREADABLE)
    expect(guest.vm.calls()).toEqual([])
  })

  test.each(['{"unfreezetimeout":"1m"}', 'unfreezeTimeout: 1m\n', ' {"unfreezeTimeout": "60s", "more": 1}'])(
    '%j is a minute',
    async body => {
      const guest = await guestOf()
      expect(await ask(guest, 'freeze', body)).toEqual(DONE)
      guest.vm.advance('60s')
      await settled()
      expect(isFrozen(guest.vm)).toBe(false)
    },
  )
})

describe('unfreeze', () => {
  test('of a guest that is thawed does nothing', async () => {
    const guest = await guestOf()
    expect(await ask(guest, 'unfreeze')).toEqual(DONE)
    expect(commands(guest.vm)).toEqual(['guest-fsfreeze-status'])
  })

  test('thaws also when the agent would not tell what it is', async () => {
    const guest = await guestOf({
      extends: 'default',
      faults: [{ on: 'guest-fsfreeze-status', error: { desc: 'no idea' } }],
    })
    expect(await ask(guest, 'unfreeze')).toEqual(DONE)
    expect(commands(guest.vm)).toEqual(['guest-fsfreeze-status', 'guest-fsfreeze-thaw'])
  })

  test('of Windows comes too late after 10 s', async () => {
    const guest = await guestOf('vss-auto-thaw')
    expect(await guest.vm.until(ask(guest, 'freeze', FIVE_MINUTES))).toEqual(DONE)
    guest.vm.advance('30s')
    const { text, ...rest } = await guest.vm.until(ask(guest, 'unfreeze'))
    expect(rest).toEqual({ status: 500, reason: 'Internal Server Error', type: 'application/json' })
    expect(JSON.parse(text).message).toContain("unable to execute QEMU agent command 'guest-fsfreeze-thaw': ")
    expect(JSON.parse(text).message).toContain('fsfreeze is limited up to 10 seconds')
  })
})

describe('a failure is a Status object', () => {
  const both = [
    ['freeze', 'Freeze', FIVE_MINUTES],
    ['unfreeze', 'Unfreeze', ''],
  ] as const

  test.each(both)('%s of what is not there', async (name, _, body) => {
    expect(await ask(undefined, name, body)).toEqual(NOT_FOUND)
  })

  test.each([
    ['freeze', 'VM is not running'],
    ['unfreeze', 'VMI is not running'],
  ])('%s of a guest that is off', async (name, why) => {
    const guest = await guestOf()
    guest.vm.do({ vm: 'off' })
    expect(await ask(guest, name, 'whatever')).toEqual(conflict(why))
  })

  test.each(both)('%s without an agent', async (name, command, body) => {
    const guest = await guestOf('agent-not-running')
    expect(await ask(guest, name, body)).toEqual(failed(command, NOT_CONNECTED))
  })

  test.each(both)('%s of a paused VM, before 1.6', async (name, command, body) => {
    const guest = await guestOf('default', OLD)
    guest.vm.pause()
    expect(await ask(guest, name, body)).toEqual(failed(command, PAUSED))
    expect(wire(guest.vm)).toEqual([])
  })

  test('the agent cannot freeze', async () => {
    const guest = await guestOf({
      extends: 'default',
      faults: [{ on: 'guest-fsfreeze-freeze', error: { desc: 'failed to open /mount_point: Permission denied' } }],
    })
    const error =
      "Code=1, Domain=10, Message='internal error: unable to execute QEMU agent command 'guest-fsfreeze-freeze': failed to open /mount_point: Permission denied'"
    expect(await ask(guest, 'freeze', FIVE_MINUTES)).toEqual(failed('Freeze', error))
    guest.vm.advance('1h')
    await settled()
    expect(commands(guest.vm)).toEqual(['guest-fsfreeze-status', 'guest-fsfreeze-freeze'])
  })

  test('quotes of the agent are escaped once more', async () => {
    const guest = await guestOf({
      extends: 'default',
      faults: [{ on: 'guest-fsfreeze-freeze', error: { desc: 'said "no"\n' } }],
    })
    const error =
      "Code=1, Domain=10, Message='internal error: unable to execute QEMU agent command 'guest-fsfreeze-freeze': said \"no\"\n'"
    expect(await ask(guest, 'freeze', FIVE_MINUTES)).toEqual(failed('Freeze', error))
  })

  test('the agent has no such command', async () => {
    const guest = await guestOf({ extends: 'default', agent: { blockRpcs: ['guest-fsfreeze-status'] } })
    const error =
      "Code=1, Domain=10, Message='internal error: unable to execute QEMU agent command 'guest-fsfreeze-status': The command guest-fsfreeze-status has been disabled for this instance'"
    expect(await ask(guest, 'freeze', FIVE_MINUTES)).toEqual(failed('Freeze', error))
  })

  test('the agent dies of it', async () => {
    const guest = await guestOf({
      extends: 'default',
      faults: [{ on: 'guest-fsfreeze-freeze', crash: { when: 'before' } }],
    })
    expect(await ask(guest, 'freeze', FIVE_MINUTES)).toEqual(failed('Freeze', GONE))
    expect(wire(guest.vm).at(-1)).toBe('left')
  })
})

describe('a freeze that takes its time', () => {
  test('slow-freeze: is waited for, and its safety thaw comes after it', async () => {
    const guest = await guestOf('slow-freeze')
    expect(await guest.vm.until(ask(guest, 'freeze', FIVE_MINUTES))).toEqual(DONE)
    expect(guest.vm.guest.clock.monotonic()).toBe(8_000_000_000n)
    guest.vm.advance('299s')
    expect(isFrozen(guest.vm)).toBe(true)
    guest.vm.advance('1s')
    await settled()
    expect(isFrozen(guest.vm)).toBe(false)
  })

  test('goes on when virt-api has given up after 10 s, safety thaw included', async () => {
    const guest = await guestOf({ extends: 'default', faults: [{ on: 'guest-fsfreeze-freeze', delay: '12s' }] })
    expect(await guest.vm.until(ask(guest, 'freeze', '{"unfreezeTimeout":"20s"}'))).toEqual(tooLate('freeze'))
    expect(guest.vm.guest.clock.monotonic()).toBe(10_000_000_000n)
    guest.vm.advance('2s')
    await settled()
    expect(isFrozen(guest.vm)).toBe(true)
    expect(wire(guest.vm).slice(-2)).toEqual(['< {"return": 2}', 'left'])
    guest.vm.advance('20s')
    await settled()
    expect(isFrozen(guest.vm)).toBe(false)
  })

  test('a thaw is waited for as well', async () => {
    const guest = await guestOf({ extends: 'default', faults: [{ on: 'guest-fsfreeze-thaw', delay: '7s' }] })
    await ask(guest, 'freeze', FIVE_MINUTES)
    expect(await guest.vm.until(ask(guest, 'unfreeze'))).toEqual(DONE)
    expect(guest.vm.guest.clock.monotonic()).toBe(7_000_000_000n)
  })

  test('freeze-hang: nothing is answered any more, and whatever is asked takes longer than virt-api waits', async () => {
    const guest = await guestOf('freeze-hang')
    expect(await guest.vm.until(ask(guest, 'freeze', FIVE_MINUTES))).toEqual(tooLate('freeze'))
    expect(await guest.vm.until(ask(guest, 'unfreeze'))).toEqual(tooLate('unfreeze'))
    expect(guest.vm.guest.clock.monotonic()).toBe(20_000_000_000n)
    expect(commands(guest.vm)).toEqual(['guest-fsfreeze-status', 'guest-fsfreeze-freeze'])
  })

  test('freeze-hang: whoever restarts the agent ends it', async () => {
    const guest = await guestOf('freeze-hang')
    await guest.vm.until(ask(guest, 'freeze', FIVE_MINUTES))
    guest.vm.do({ agent: 'restart' })
    expect(await guest.vm.until(ask(guest, 'unfreeze'))).toEqual(DONE)
    expect(guest.vm.guest.clock.monotonic()).toBe(10_000_000_000n)
  })

  test('a guest that stands still meanwhile goes on with it, and is thawed in time', async () => {
    const guest = await guestOf('slow-freeze')
    const answer = ask(guest, 'freeze', FIVE_MINUTES)
    await settled()
    guest.vm.pause()
    expect(await guest.vm.until(answer)).toEqual(tooLate('freeze'))
    guest.vm.resume()
    guest.vm.advance('8s')
    await settled()
    expect(isFrozen(guest.vm)).toBe(true)
    guest.vm.advance('5m')
    await settled()
    expect(isFrozen(guest.vm)).toBe(false)
  })

  test('paused-vm: whoever does not answer at all is not waited for longer than before', async () => {
    const guest = await guestOf('paused-vm')
    expect(await guest.vm.until(ask(guest, 'freeze', FIVE_MINUTES))).toEqual(failed('Freeze', NOT_NOW))
    expect(guest.vm.guest.clock.monotonic()).toBe(5_000_000_000n)
  })

  test('of a paused VM asks nobody, and has no safety thaw', async () => {
    const guest = await guestOf()
    guest.vm.pause()
    expect(await ask(guest, 'freeze', FIVE_MINUTES)).toEqual(DONE)
    expect(await ask(guest, 'freeze', '{}')).toEqual(handler('Unfreeze timeout in freeze request is not set'))
    expect(await ask(guest, 'unfreeze')).toEqual(failed('Unfreeze', PAUSED))
    guest.vm.resume()
    guest.vm.advance('1h')
    await settled()
    expect(wire(guest.vm)).toEqual([])
  })

  test('in the clock mode auto nobody has to move the clock', async () => {
    const guest = await guestOf({ extends: 'slow-freeze', clock: { mode: 'auto' } })
    expect(await ask(guest, 'freeze', FIVE_MINUTES)).toEqual(DONE)
    expect(isFrozen(guest.vm)).toBe(true)
    expect(await ask(guest, 'unfreeze')).toEqual(DONE)
    expect(isFrozen(guest.vm)).toBe(false)
  })
})

describe('a freeze that takes too long, before 1.6', () => {
  test('slow-freeze: fails after 5 s, and freezes the guest 3 s later; nobody thaws it', async () => {
    const guest = await guestOf('slow-freeze', OLD)
    expect(await guest.vm.until(ask(guest, 'freeze', FIVE_MINUTES))).toEqual(failed('Freeze', NOT_NOW))
    expect(guest.vm.guest.clock.monotonic()).toBe(5_000_000_000n)
    guest.vm.advance('3s')
    await settled()
    expect(isFrozen(guest.vm)).toBe(true)
    // What was still to come has come: others may have the line.
    expect(wire(guest.vm).slice(-2)).toEqual(['< {"return": 2}', 'left'])
    guest.vm.advance('1h')
    await settled()
    expect(isFrozen(guest.vm)).toBe(true)
  })

  test('freeze-hang: nothing is answered any more, and an unfreeze takes longer than virt-api waits', async () => {
    const guest = await guestOf('freeze-hang', OLD)
    expect(await guest.vm.until(ask(guest, 'freeze', FIVE_MINUTES))).toEqual(failed('Freeze', NOT_NOW))
    expect(await guest.vm.until(ask(guest, 'unfreeze'))).toEqual(tooLate('unfreeze'))
    expect(guest.vm.guest.clock.monotonic()).toBe(15_000_000_000n)
    expect(commands(guest.vm)).toEqual(['guest-fsfreeze-status', 'guest-fsfreeze-freeze'])
  })

  test('paused-vm: what the guest was asked before it stood still it does when it goes on', async () => {
    const guest = await guestOf('paused-vm', OLD)
    expect(await guest.vm.until(ask(guest, 'freeze', FIVE_MINUTES))).toEqual(failed('Freeze', NOT_NOW))
    expect(await guest.vm.until(ask(guest, 'freeze', FIVE_MINUTES))).toEqual(failed('Freeze', PAUSED))
    guest.vm.advance('30s')
    await settled()
    expect(await guest.vm.until(ask(guest, 'freeze', FIVE_MINUTES))).toEqual(DONE)
  })

  test('in the clock mode auto nobody has to move the clock', async () => {
    const guest = await guestOf({ extends: 'slow-freeze', clock: { mode: 'auto' } }, OLD)
    expect(await ask(guest, 'freeze', FIVE_MINUTES)).toEqual(failed('Freeze', NOT_NOW))
    await settled()
    expect(isFrozen(guest.vm)).toBe(true)
    expect(await ask(guest, 'unfreeze')).toEqual(DONE)
  })
})
