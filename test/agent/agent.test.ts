import { describe, expect, test } from 'vitest'
import { freezableGuest, HOOK } from '../commands/freezable-guest.js'
import { fails, OK, returns, type Talk, talk } from '../commands/talk.js'

const PING = '{"execute":"guest-ping"}'
const FREEZE = '{"execute":"guest-fsfreeze-freeze"}'

/** A guest whose hook takes half a minute. */
function slowGuest() {
  return freezableGuest({ hook: [{ path: HOOK, after: '30s' }] })
}

function reboot(host: Talk): void {
  host.vm.agent.stop('a test')
  host.vm.agent.start('a test')
}

describe('the queue', () => {
  test('requests are answered in order, however they are cut', async () => {
    const host = await talk()
    expect(await host.send(`${PING}{"execute":"guest-sync","arguments":{"id":1}}${PING.slice(0, 9)}`)).toBe(
      `${OK}\n${returns('1')}\n`,
    )
    expect(await host.send(PING.slice(9))).toBe(`${OK}\n`)
  })

  test('a command that waits holds up all later ones, errors too', async () => {
    const host = await talk({ scenario: slowGuest() })
    expect(await host.send(`${FREEZE}${PING}@{"execute":"guest-fsfreeze-status"}`)).toBe('')
    expect(await host.send(PING)).toBe('')
    const call = host.vm.call('guest-fsfreeze-status')
    host.vm.advance('30s')
    expect(await host.more()).toBe(
      [returns('2'), OK, fails('Invalid JSON syntax'), returns('"frozen"'), OK, ''].join('\n'),
    )
    expect(await call).toBe('frozen')
  })

  test('what is executed and what is allowed is decided when its turn comes', async () => {
    const host = await talk({ scenario: freezableGuest() })
    expect(await host.send(`${FREEZE}{"execute":"guest-get-time"}{"execute":"guest-fsfreeze-thaw"}`)).toBe(
      `${returns('2')}\n${fails('The command guest-get-time has been disabled for this instance')}\n${returns('2')}\n`,
    )
  })

  test('a request that was half read is completed by the next client', async () => {
    const host = await talk()
    expect(await host.send(PING.slice(0, 12))).toBe('')
    await host.reconnect()
    expect(await host.send(PING.slice(12))).toBe(`${OK}\n`)
  })

  test('a new agent knows nothing of what the old one has half read', async () => {
    const host = await talk()
    await host.send(PING.slice(0, 12))
    reboot(host)
    expect(await host.send(PING)).toBe(`${OK}\n`)
  })
})

describe('dispatch', () => {
  test.each([
    ['1 ', fails('Invalid JSON syntax')],
    ['"guest-ping"', fails('Invalid JSON syntax')],
    ['[]', fails('Invalid JSON syntax')],
    ['null ', fails('Invalid JSON syntax')],
    ['{}', fails('this feature or command is not currently supported')],
    ['{"id":1}', fails('this feature or command is not currently supported')],
    ['{"arguments":{}}', fails('this feature or command is not currently supported')],
    // What looks like an error is sent back.
    ['{"error":{"b":1,"a":[2]},"id":3}', '{"id": 3, "error": {"a": [2], "b": 1}}'],
    ['{"execute":1}', fails("QMP input member 'execute' must be a string")],
    ['{"execute":null}', fails("QMP input member 'execute' must be a string")],
    ['{"execute":"guest-ping","arguments":null}', fails("QMP input member 'arguments' must be an object")],
    ['{"execute":"guest-ping","arguments":[]}', fails("QMP input member 'arguments' must be an object")],
    ['{"execute":"guest-ping","id":1}', fails("QMP input member 'id' is unexpected")],
    ['{"execute":"guest-ping","error":1}', fails("QMP input member 'error' is unexpected")],
    // The first in hash order: exec-oob, control, execute, arguments, id.
    ['{"execute":1,"arguments":1,"id":1}', fails("QMP input member 'execute' must be a string")],
    ['{"execute":"x","id":1,"arguments":1}', fails("QMP input member 'arguments' must be an object")],
    ['{"execute":1,"control":1,"exec-oob":1}', fails("QMP input member 'exec-oob' is unexpected")],
    ['{"execute":1,"control":1}', fails("QMP input member 'control' is unexpected")],
    ['{"execute":""}', fails('The command  has not been found', 'CommandNotFound')],
    ['{"execute":"Guest-ping"}', fails('The command Guest-ping has not been found', 'CommandNotFound')],
    ['{"execute":"guest_ping"}', fails('The command guest_ping has not been found', 'CommandNotFound')],
    ['{"execute":"guest-ping "}', fails('The command guest-ping  has not been found', 'CommandNotFound')],
    ['{"execute":"\xc3\xa9\x80"}', fails('The command \\u00E9\\uFFFD has not been found', 'CommandNotFound')],
    ['{"execute":"toString"}', fails('The command toString has not been found', 'CommandNotFound')],
    [
      '{"execute":"query-status","arguments":{"x":1}}',
      fails('The command query-status has not been found', 'CommandNotFound'),
    ],
  ])('%s', async (request, reply) => {
    const host = await talk()
    expect(await host.send(request)).toBe(`${reply}\n`)
  })
})

describe('block and allow lists', () => {
  const disabled = (name: string) => fails(`The command ${name} has been disabled for this instance`)

  test('a blocked command is refused before its arguments are looked at, unless it is not there', async () => {
    const host = await talk({ agent: { blockRpcs: ['guest-exec'] } })
    expect(await host.ask('guest-exec', { path: 1 })).toBe(disabled('guest-exec'))
    expect(await host.ask('guest-exec-status', { pid: 1 })).toBe(fails("Invalid parameter 'pid'"))
    expect(await host.ask('guest-exe')).toBe(fails('The command guest-exe has not been found', 'CommandNotFound'))
  })

  test('with an allow list all else is refused, and the block list wins', async () => {
    const host = await talk({ agent: { allowRpcs: ['guest-ping', 'guest-sync'], blockRpcs: ['guest-sync'] } })
    expect(await host.ask('guest-ping')).toBe(OK)
    expect(await host.ask('guest-sync', { id: 1 })).toBe(disabled('guest-sync'))
    expect(await host.ask('guest-info')).toBe(disabled('guest-info'))
  })

  test('a blocked command stays blocked while frozen', async () => {
    const host = await talk({ scenario: freezableGuest(), agent: { blockRpcs: ['guest-ping'] } })
    await host.send(FREEZE)
    expect(await host.ask('guest-ping')).toBe(disabled('guest-ping'))
  })
})

describe('the frozen state', () => {
  test('a new agent finds it on the disk', async () => {
    const host = await talk({ scenario: freezableGuest() })
    await host.send(FREEZE)
    reboot(host)
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('2'))
    reboot(host)
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
  })

  test.each(['/run/qga.state.isfrozen', '/srv/state/qga.state.isfrozen'])(
    'an agent begins frozen where the scenario has %s',
    async path => {
      const stateDir = path.startsWith('/srv') ? '/srv/state' : '/var/run'
      const host = await talk({ scenario: { extends: 'minimal', files: { [path]: '' } }, agent: { stateDir } })
      expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
      expect(await host.ask('guest-get-time')).toBe(
        fails('The command guest-get-time has been disabled for this instance'),
      )
    },
  )

  test('it does not begin frozen because of a flag that is not its own', async () => {
    const files = { '/srv/qga.state.isfrozen': '' }
    const host = await talk({ scenario: { extends: 'minimal', files } })
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
  })
})

describe('the state file', () => {
  const open = (host: Talk) => host.ask('guest-file-open', { path: '/etc/passwd' })

  test.each([
    ['[global]\nfd_counter=5000\n', '5000'],
    ['[global]\nfd_counter = 7 \n', '7'],
    ['[global]\n', '1000'],
    ['[global]\nfd_counter=abc\n', '0'],
  ])('of %j the first handle is %s', async (content, handle) => {
    const host = await talk({ scenario: { extends: 'minimal', files: { '/run/qga.state': content } } })
    expect(await open(host)).toBe(returns(handle))
  })

  test('an agent writes it when it starts, and the next number at every open', async () => {
    const host = await talk()
    const state = () => host.vm.guest.files.readFile('/var/run/qga.state', 'utf8')
    expect(state()).toBe('[global]\nfd_counter=1000\n')
    await open(host)
    expect(state()).toBe('[global]\nfd_counter=1001\n')
  })

  test('a new agent goes on counting where the old one ended', async () => {
    const host = await talk()
    await open(host)
    reboot(host)
    expect(await host.ask('guest-file-close', { handle: 1000 })).toBe(fails("handle '1000' has not been found"))
    expect(await open(host)).toBe(returns('1001'))
  })
})

describe('stop and start', () => {
  test('without an agent nothing is answered, and what comes waits for the next one', async () => {
    const host = await talk()
    host.vm.agent.stop('a test')
    expect(await host.send(PING)).toBe('')
    host.vm.agent.start('a test')
    expect(await host.more()).toBe(`${OK}\n`)
    expect(await host.send(PING)).toBe(`${OK}\n`)
  })

  test('with unix-listen the connection was its own', async () => {
    const host = await talk({ agent: { transport: 'unix-listen' } })
    host.vm.agent.stop('a test')
    await host.more()
    expect(host.closed).toBe(true)
  })

  test('a command that was being executed comes to nothing', async () => {
    const host = await talk({ scenario: slowGuest() })
    const call = host.vm.call('guest-ping')
    await call
    await host.send(FREEZE + PING)
    const waiting = host.vm.call('guest-ping')
    host.vm.agent.stop('it was killed')
    await expect(waiting).rejects.toThrow(new Error('the agent is not running: it was killed'))
    await expect(host.vm.call('guest-ping')).rejects.toThrow(new Error('guest-ping: the agent is not running'))
    host.vm.agent.start('a test')
    host.vm.advance('30s')
    expect(await host.more()).toBe('')
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
  })

  test('what stands behind the request that ended it is lost with it', async () => {
    const host = await talk()
    await host.ask('guest-file-open', { path: '/etc/motd' })
    const read = '{"execute":"guest-file-read","arguments":{"handle":1000,"count":9223372036854775807}}'
    expect(await host.send(read + PING)).toBe('')
    host.vm.agent.start('a test')
    expect(await host.more()).toBe('')
    expect(await host.send(PING)).toBe(`${OK}\n`)
  })

  test('what stands behind the request for a reboot is lost with it', async () => {
    const host = await talk()
    expect(await host.send(`{"execute":"guest-shutdown","arguments":{"mode":"reboot"}}${PING}`)).toBe('')
    expect(await host.send(PING)).toBe(`${OK}\n`)
  })

  test('an aborted agent tells why to who called', async () => {
    const host = await talk()
    await host.ask('guest-file-open', { path: '/etc/motd' })
    const read = host.vm.call('guest-file-read', { handle: 1000, count: 2n ** 62n })
    await expect(read).rejects.toThrow(new Error('the agent died: failed to allocate 4611686018427387904 bytes'))
    expect(host.vm.agent.state).toBe('stopped')
  })

  test('stopping what is stopped and starting what runs changes nothing', async () => {
    const host = await talk()
    host.vm.agent.start('a test')
    host.vm.agent.stop('a test')
    host.vm.agent.stop('a test')
    expect(host.vm.events.filter(event => event.type === 'agent')).toMatchObject([{ state: 'stopped' }])
  })

  test('what was buffered in open files is written', async () => {
    const host = await talk()
    await host.ask('guest-file-open', { path: '/tmp/x', mode: 'w' })
    await host.ask('guest-file-write', { handle: 1000, 'buf-b64': 'eA==' })
    host.vm.agent.stop('a test')
    expect(host.vm.guest.files.readFile('/tmp/x', 'utf8')).toBe('x')
  })
})

describe('pause and resume', () => {
  test('what comes meanwhile is answered later, in order', async () => {
    const host = await talk()
    host.vm.agent.pause('a test')
    expect(await host.send(PING)).toBe('')
    expect(await host.send('{"execute":"guest-sync","arguments":{"id":1}}')).toBe('')
    const call = host.vm.call('guest-ping')
    host.vm.agent.resume('a test')
    expect(await host.more()).toBe(`${OK}\n${returns('1')}\n`)
    expect(await call).toBe(undefined)
  })

  test('what stands behind a request to suspend waits too', async () => {
    const host = await talk()
    expect(await host.send(`{"execute":"guest-suspend-ram"}${PING}`)).toBe('')
    host.vm.wakeup()
    expect(await host.more()).toBe(`${OK}\n`)
  })
})

describe('modes of the clock', () => {
  const sleep = '{"execute":"guest-exec","arguments":{"path":"sleep","arg":["5"]}}'
  const status = '{"execute":"guest-exec-status","arguments":{"pid":910}}'

  test('in mode manual time stands still', async () => {
    const host = await talk()
    expect(await host.send(sleep + status)).toBe(`${returns('{"pid": 910}')}\n${returns('{"exited": false}')}\n`)
    host.vm.advance('5s')
    expect(await host.send(status)).toBe(`${returns('{"exitcode": 0, "exited": true}')}\n`)
  })

  test('in mode auto what is due comes as soon as the agent is idle', async () => {
    const host = await talk({ scenario: slowGuest(), clock: { mode: 'auto' } })
    expect(await host.send(FREEZE)).toBe(`${returns('2')}\n`)
    expect(host.vm.guest.clock.monotonic()).toBe(30_000_000_000n)
  })

  test('in mode auto a program has ended when the host asks', async () => {
    const host = await talk({ clock: { mode: 'auto' } })
    expect(await host.send(sleep)).toBe(`${returns('{"pid": 910}')}\n`)
    expect(await host.send(status)).toBe(`${returns('{"exitcode": 0, "exited": true}')}\n`)
    expect(host.vm.guest.clock.monotonic()).toBe(5_000_000_000n)
  })

  test('in mode step every request moves it, whatever becomes of the request', async () => {
    const host = await talk({ clock: { mode: 'step' }, set: [{ path: 'clock.step', value: '2s' }] })
    await host.send(sleep)
    expect(await host.send(status)).toBe(`${returns('{"exited": false}')}\n`)
    await host.send('@')
    expect(await host.send(status)).toBe(`${returns('{"exitcode": 0, "exited": true}')}\n`)
    expect(host.vm.guest.clock.monotonic()).toBe(8_000_000_000n)
  })
})
