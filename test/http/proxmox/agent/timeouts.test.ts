import { describe, expect, test } from 'vitest'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import { isKeptBy } from '../../kept-alive.js'
import { ask } from '../ask.js'
import { asked, elapsed, expectData, expectFailure, hostOf, withFaults } from './agent.js'

const gotTimeout = (name: string) => `VM 100 qga command 'guest-${name}' failed - got timeout`

describe('an agent that hangs is given', () => {
  test.each([
    ['POST', 'ping', 5],
    ['GET', 'get-time', 5],
    ['GET', 'info', 5],
    ['GET', 'network-get-interfaces', 5],
    ['GET', 'get-vcpus', 5],
    ['GET', 'get-fsinfo', 5],
    ['GET', 'get-memory-blocks', 5],
    ['GET', 'get-memory-block-info', 5],
    ['GET', 'get-host-name', 5],
    ['GET', 'get-osinfo', 5],
    ['GET', 'get-users', 5],
    ['GET', 'get-timezone', 5],
    ['POST', 'fsfreeze-status', 5],
    ['POST', 'fsfreeze-thaw', 180],
    ['POST', 'fstrim', 600],
    ['POST', 'suspend-ram', 5],
    ['POST', 'suspend-disk', 5],
    ['POST', 'suspend-hybrid', 5],
    ['POST', 'shutdown', 600],
  ])('by %s %s %i seconds', async (method, name, seconds) => {
    const { vm, ask } = await withFaults({ on: `guest-${name}`, hang: true, ...(name === 'ping' && { nth: 2 }) })
    expectFailure(await ask(method, name), gotTimeout(name))
    expect([elapsed(vm), asked(vm)]).toEqual([BigInt(seconds) * 1000n, ['ping', name]])
  })

  test.each([
    ['POST', 'exec', { command: 'true' }, 'exec'],
    ['GET', 'exec-status', { pid: 1 }, 'exec-status'],
    ['GET', 'file-read', { file: '/etc/hostname' }, 'file-open'],
    ['GET', 'file-read', { file: '/etc/hostname' }, 'file-read'],
    ['GET', 'file-read', { file: '/etc/hostname' }, 'file-close'],
    ['GET', 'file-read', { file: '/etc/hostname', offset: 1 }, 'file-seek'],
    ['POST', 'file-write', { file: '/tmp/x', content: 'x' }, 'file-open'],
    ['POST', 'file-write', { file: '/tmp/x', content: 'x' }, 'file-write'],
    ['POST', 'file-write', { file: '/tmp/x', content: 'x' }, 'file-close'],
    ['POST', 'set-user-password', { username: 'root', password: 'secret' }, 'set-user-password'],
  ])('by %s %s %j five seconds for guest-%s', async (method, name, params, command) => {
    const { vm, ask } = await withFaults({ on: `guest-${command}`, hang: true })
    expectFailure(await ask(method, name, { params }), gotTimeout(command))
    expect(elapsed(vm)).toBe(5000n)
  })
})

test('a reply that comes just in time is taken', async () => {
  const { vm, get } = await withFaults({ on: 'guest-get-host-name', delay: '4999ms' })
  expectData(await get('get-host-name'), '{"result":{"host-name":"debian"}}')
  expect(elapsed(vm)).toBe(4999n)
})

test('nothing of a request is left behind', async () => {
  const { vm, get } = await hostOf()
  await get('get-host-name')
  expect(vm.guest.clock.nextDue()).toBeUndefined()
})

describe('a freeze', () => {
  test('may take an hour', async () => {
    const { vm, post } = await withFaults({ on: 'guest-fsfreeze-freeze', delay: '59m' })
    expectData(await post('fsfreeze-freeze'), '{"result":1}')
    expect(vm.agent.frozen).toBe(true)
  })

  test('that takes longer is asked after, and nobody knows how many file systems it were', async () => {
    const { vm, post } = await withFaults({ on: 'guest-fsfreeze-freeze', delay: '62m' })
    expectData(await post('fsfreeze-freeze'), '{"result":null}')
    expect([elapsed(vm), asked(vm)]).toEqual([62n * 60_000n, ['ping', 'fsfreeze-freeze', 'fsfreeze-status']])
    expectData(await post('fsfreeze-thaw'), '{"result":1}')
  })

  test('is asked after every ten minutes, five times', async () => {
    const { vm, post } = await withFaults({ on: 'guest-fsfreeze-freeze', delay: '109m' })
    expectData(await post('fsfreeze-freeze'), '{"result":null}')
    expect(elapsed(vm)).toBe(109n * 60_000n)
  })

  test('that never ends has timed out', async () => {
    const { vm, post } = await hostOf('freeze-hang')
    expectFailure(await post('fsfreeze-freeze'), gotTimeout('fsfreeze-freeze'))
    expect(elapsed(vm)).toBe(110n * 60_000n)
    expectFailure(await post('fsfreeze-thaw'), 'QEMU guest agent is not running')
  })

  test('that came to nothing after it had timed out has timed out', async () => {
    const { vm, post } = await withFaults({ on: 'guest-fsfreeze-freeze', delay: '61m', error: 'hook failed' })
    expectFailure(await post('fsfreeze-freeze'), gotTimeout('fsfreeze-freeze'))
    expect(asked(vm)).toEqual(['ping', 'fsfreeze-freeze', 'fsfreeze-status'])
  })

  test('of which nothing can be learned any more has timed out', async () => {
    const { vm, post } = await withFaults({ on: 'guest-fsfreeze-freeze', hang: true })
    vm.timer.after(3_700_000, () => vm.do({ vm: 'quit' }))
    expectFailure(await post('fsfreeze-freeze'), gotTimeout('fsfreeze-freeze'))
    expect(elapsed(vm)).toBe(3_700_000n)
  })

  test('whose connection ends is not asked after', async () => {
    const { vm, post } = await withFaults({ on: 'guest-fsfreeze-freeze', disconnect: 'before' })
    expectFailure(
      await post('fsfreeze-freeze'),
      "VM 100 qga command 'guest-fsfreeze-freeze' failed - client closed connection",
    )
    expect(asked(vm)).not.toContain('fsfreeze-status')
  })

  test('that fails at once is an error of the agent, and asks nothing more', async () => {
    const { vm, post } = await hostOf('already-frozen')
    expect((await post('fsfreeze-freeze')).status).toBe(200)
    await post('fsfreeze-freeze')
    expect(asked(vm)).not.toContain('fsfreeze-status')
  })
})

describe('a guest that goes down', () => {
  test('is a success without a result, as soon as QEMU has ended', async () => {
    const { vm, post } = await hostOf({ extends: 'debian-12', power: { shutdown: '8s' } })
    expectData(await post('shutdown'), '{"result":null}')
    expect([elapsed(vm), vm.guest.power.state]).toEqual([8000n, 'off'])
    expectFailure(await post('ping'), 'VM 100 is not running')
  })

  test('is one too where QEMU ends with it by itself, or the agent holds the socket', async () => {
    for (const host of [
      await hostOf({ extends: 'debian-12', qemu: { noShutdown: false } }),
      await hostOf('debian-12', { transport: 'unix-listen' }),
    ]) {
      expectData(await host.post('shutdown'), '{"result":null}')
      expect(elapsed(host.vm)).toBe(0n)
    }
  })

  test('but does not want to is a time-out', async () => {
    const { vm, post } = await hostOf('shutdown-ignored')
    expectFailure(await post('shutdown'), gotTimeout('shutdown'))
    expect(elapsed(vm)).toBe(600_000n)
  })

  test('without having answered the sync is a failure', async () => {
    const { post } = await withFaults({ on: 'guest-sync-delimited', nth: 2, drop: true })
    expectFailure(await post('shutdown'), "VM 100 qga command 'guest-shutdown' failed - client closed connection")
  })

  test('under any other command is a failure', async () => {
    const { vm, get } = await withFaults({ on: 'guest-get-users', hang: true })
    vm.timer.after(1000, () => vm.do({ vm: 'quit' }))
    expectFailure(await get('get-users'), "VM 100 qga command 'guest-get-users' failed - client closed connection")
    expect(elapsed(vm)).toBe(1000n)
  })

  test('between two commands of a call leaves nobody to ask', async () => {
    const { vm, get } = await hostOf()
    let left = 0
    vm.onEvent(({ type }) => {
      // Ping, guest-file-open, and gone.
      if (type === 'disconnect' && ++left === 2) vm.do({ vm: 'quit' })
    })
    expectFailure(await get('file-read', { file: '/etc/hostname' }), 'VM 100 not running')
  })
})

describe('a guest that goes to sleep', () => {
  test('in memory answers nothing until it wakes: a time-out', async () => {
    const { vm, post } = await hostOf('default')
    expectFailure(await post('suspend-ram'), gotTimeout('suspend-ram'))
    expect([vm.status, elapsed(vm)]).toEqual(['suspended', 5000n])
  })

  test('on disk takes QEMU with it: a success without a result', async () => {
    const { vm, post } = await hostOf('default')
    expectData(await post('suspend-disk'), '{"result":null}')
    expect(vm.status).toBe('shutdown')
  })
})

describe('the clock while a request waits', () => {
  const SLOW = { on: 'guest-get-users', delay: '2s' } as const

  test('goes on by itself in the modes auto and step', async () => {
    for (const mode of ['auto', 'step'] as const) {
      const { vm, askOnly } = await hostOf({ extends: 'debian-12', clock: { mode }, faults: [SLOW] })
      expectData(await askOnly('GET', 'get-users'), '{"result":[]}')
      expect(elapsed(vm)).toBeGreaterThanOrEqual(2000n)
    }
  })

  test('jumps to a time-out in the modes auto and step', async () => {
    for (const mode of ['auto', 'step'] as const) {
      const { vm, askOnly } = await hostOf({ extends: 'debian-12', clock: { mode }, agent: { running: false } })
      expectFailure(await askOnly('GET', 'get-users'), 'QEMU guest agent is not running')
      expect(elapsed(vm)).toBe(3000n)
    }
  })

  test('waits to be moved in the mode manual', async () => {
    const { vm, askOnly } = await hostOf({ extends: 'debian-12', clock: { mode: 'manual' }, faults: [SLOW] })
    const answer = askOnly('GET', 'get-users')
    while (!asked(vm).includes('get-users')) await new Promise(setImmediate)
    vm.advance('2s')
    expectData(await answer, '{"result":[]}')
  })

  test('moves by itself in the mode real', async () => {
    const { askOnly } = await hostOf({ extends: 'debian-12', clock: { mode: 'real' } })
    expectData(await askOnly('GET', 'get-users'), '{"result":[]}')
  })
})

describe("the host's process, in the mode real,", () => {
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise(setImmediate)
  }

  const unanswered = (command: string) =>
    hostOf({ extends: 'shutdown-ignored', clock: { mode: 'real' }, faults: [{ on: `guest-${command}`, drop: true }] })

  test('is kept alive by whoever waits for an answer', async () => {
    const { vm, askOnly } = await unanswered('get-users')
    expect(isKeptBy(vm)).toBe(false)
    const answer = askOnly('GET', 'get-users')
    await until(() => asked(vm).includes('get-users'))
    expect(isKeptBy(vm)).toBe(true)
    await vm.close()
    expect((await answer).status).toBe(500)
  })

  test.each(['ping', 'shutdown'])('is not by a task that waits for the agent (%s)', async command => {
    const { vm } = await unanswered(command)
    const { status } = await ask(proxmoxService(vm), 'POST', '/nodes/pve/qemu/100/status/shutdown')
    expect(status).toBe(200)
    await until(() => asked(vm).includes(command))
    // The agent may still be at it.
    await until(() => !isKeptBy(vm))
  })
})

test('two requests at once are served one after the other', async () => {
  const { vm, get, post } = await withFaults({ on: 'guest-get-users', delay: '2s' })
  const [users, ping] = await Promise.all([get('get-users'), post('ping')])
  expectData(users, '{"result":[]}')
  expectData(ping, '{"result":{}}')
  expect(elapsed(vm)).toBe(2000n)
})

test('a VM that is closed while a request waits ends it', async () => {
  const { vm, askOnly } = await withFaults({ on: 'guest-get-users', hang: true })
  const answer = askOnly('GET', 'get-users')
  while (!asked(vm).includes('get-users')) await new Promise(setImmediate)
  await vm.close()
  expect((await answer).status).toBe(500)
})

test('a VM that is closed answers a failure', async () => {
  for (const mode of ['auto', 'manual'] as const) {
    const { vm, askOnly } = await hostOf({ extends: 'debian-12', clock: { mode } })
    await vm.close()
    const { status, body } = await askOnly('GET', 'get-users')
    expect([status, body.message]).toEqual([500, expect.stringContaining('the VM is closed')])
  }
})

test('several requests at once wait for one agent in the mode auto too', async () => {
  const { askOnly } = await hostOf({
    extends: 'debian-12',
    clock: { mode: 'auto' },
    faults: [{ on: 'guest-get-users', delay: '2s' }],
  })
  const answers = await Promise.all([
    askOnly('GET', 'get-users'),
    askOnly('GET', 'get-timezone'),
    askOnly('POST', 'ping'),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
})
