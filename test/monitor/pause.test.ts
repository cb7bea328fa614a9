/** A VM that stands still, sleeps, or is reset, as a host sees it. */
import { describe, expect, test } from 'vitest'
import { connect, PING, PONG, story, sync, TRANSPORTS, vmWith } from '../channel/host.js'

const TIME = '{"execute":"guest-get-time"}\n'
const time = (seconds: number) => `{"return": ${1767225600 + seconds}000000000}\n`
const open = (path: string, mode: string) =>
  `{"execute":"guest-file-open","arguments":{"path":"${path}","mode":"${mode}"}}\n`
const write = (text: string) =>
  `{"execute":"guest-file-write","arguments":{"handle":1000,"buf-b64":"${Buffer.from(text).toString('base64')}"}}\n`

describe.each(TRANSPORTS)('a paused VM with %s', transport => {
  test('takes bytes, and answers them in order when it goes on', async () => {
    const vm = await vmWith(transport)
    const client = connect(vm)
    vm.pause()
    expect(await client.send(sync(1) + sync(2).slice(0, 9))).toBe('')
    expect(await client.send(sync(2).slice(9))).toBe('')
    expect(client.state).toBe('open')
    vm.resume()
    expect(await client.more()).toBe('{"return": 1}\n{"return": 2}\n')
  })

  test("has lost the time that it stood still, and the hardware clock hasn't", async () => {
    const vm = await vmWith(transport)
    const client = connect(vm)
    vm.pause()
    expect(await client.send(TIME)).toBe('')
    vm.advance('1h')
    vm.resume()
    expect(await client.more()).toBe(time(0))
    vm.advance('1s')
    expect(await client.send(TIME)).toBe(time(1))
    expect(await client.send('{"execute":"guest-set-time"}\n')).toBe(PONG)
    expect(await client.send(TIME)).toBe(time(3601))
    expect(vm.events.find(event => event.type === 'vm' && event.state === 'resumed')).toMatchObject({
      behind: 3_600_000_000_000n,
    })
  })
})

describe('a paused VM', () => {
  test('does not get on with a command that it had begun, nor with its programs', async () => {
    const vm = await vmWith('virtio-serial', {
      scenario: { extends: 'default', faults: [{ on: 'guest-ping', delay: '2s' }] },
    })
    const client = connect(vm)
    await client.send('{"execute":"guest-exec","arguments":{"path":"/bin/sleep","arg":["1"]}}')
    await client.send(PING)
    vm.pause()
    vm.advance('1m')
    expect(await client.send('{"execute":"guest-exec-status","arguments":{"pid":910}}')).toBe('')
    expect(vm.guest.processes.get(910)).toBeDefined()
    vm.resume()
    vm.advance('2s')
    expect(await client.more()).toBe(`${PONG}{"return": {"exitcode": 0, "exited": true}}\n`)
  })

  test('takes nothing from clients: what one sent that has left is gone', async () => {
    const vm = await vmWith('virtio-serial')
    vm.pause()
    await connect(vm).sendAndLeave(sync(1))
    const next = connect(vm)
    expect(await next.send(sync(2))).toBe('')
    vm.resume()
    expect(await next.more()).toBe('{"return": 2}\n')
    expect(story(vm)).toContain(`lost ${sync(1).length}: the client has left`)
  })

  test('has what it had taken before, and the next client gets the replies', async () => {
    const vm = await vmWith('virtio-serial')
    vm.do({ agent: 'deaf' })
    const first = connect(vm)
    await first.send(sync(1))
    vm.pause()
    await first.sendAndLeave(sync(2))
    vm.do({ agent: 'listen' })
    const next = connect(vm)
    expect(await next.send(sync(3))).toBe('')
    vm.resume()
    expect(await next.more()).toBe('{"return": 1}\n{"return": 3}\n')
  })

  test('paused twice goes on once, and one that runs cannot go on', async () => {
    const vm = await vmWith('virtio-serial')
    vm.resume()
    vm.pause()
    vm.pause()
    vm.resume()
    expect(await connect(vm).send(PING)).toBe(PONG)
    expect(story(vm)).toEqual(['agent paused', 'agent resumed', 'connect 1'])
  })

  test.each([
    ['panics', { vm: 'panic' }, 'panicked', 'running'],
    ['falls asleep', { vm: 'suspend' }, 'suspended-ram', 'suspended'],
  ] as const)('has a guest that %s only when it goes on', async (_, action, power, status) => {
    const vm = await vmWith('virtio-serial')
    vm.pause()
    vm.do(action)
    expect([vm.guest.power.state, vm.status]).toEqual(['running', 'paused'])
    vm.resume()
    expect([vm.guest.power.state, vm.status]).toEqual([power, status])
  })

  test('is still paused when a snapshot of it is restored', async () => {
    const vm = await vmWith('virtio-serial')
    vm.pause()
    const snapshot = vm.snapshot()
    vm.resume()
    vm.restore(snapshot)
    const client = connect(vm)
    vm.advance('5s')
    expect(await client.send(TIME)).toBe('')
    vm.resume()
    expect(await client.more()).toBe(time(0))
  })
})

describe('a guest that sleeps in a VM that is paused', () => {
  test.each([
    ['wakes up first and goes on then', ['wakeup', 'resume']],
    ['goes on first and wakes up then', ['resume', 'wakeup']],
  ] as const)('answers when it runs and is awake: it %s', async (_, [first, second]) => {
    // Before 9.0 QEMU does not stop what is suspended.
    const vm = await vmWith('virtio-serial', {
      scenario: { extends: 'default', suspend: { ram: 'ok' }, qemu: { version: '9.2.0' } },
    })
    const client = connect(vm)
    expect(await client.send(`{"execute":"guest-suspend-ram"}${sync(1)}`)).toBe('')
    vm.pause()
    expect(await client.send(sync(2))).toBe('')
    vm[first]()
    expect(await client.more()).toBe('')
    vm[second]()
    expect(await client.more()).toBe('{"return": 1}\n{"return": 2}\n')
  })
})

describe('a reset', () => {
  test('takes handles, what was not written yet and what was half read along, but no connection', async () => {
    const vm = await vmWith('virtio-serial')
    const client = connect(vm)
    await client.send(open('/tmp/x', 'w') + write('lost') + PING.slice(0, 9))
    vm.do({ vm: 'reset' })
    expect(client.state).toBe('open')
    expect(await client.send(write('no'))).toBe(
      '{"error": {"class": "GenericError", "desc": "handle \'1000\' has not been found"}}\n',
    )
    expect(vm.guest.files.readFile('/tmp/x', 'utf8')).toBe('')
    expect(await client.send('{"execute":"guest-exec","arguments":{"path":"/bin/true"}}')).toContain('"return"')
    expect(story(vm)).toEqual(['connect 1', 'agent aborted', 'port closed', 'agent started', 'port open'])
  })

  test('of a guest that sleeps lets it wait for cont, and wake up then: nothing of it is lost', async () => {
    const vm = await vmWith('virtio-serial')
    const client = connect(vm)
    await client.send('{"execute":"guest-fsfreeze-freeze"}')
    const { bootId } = vm.guest
    vm.do([{ vm: 'suspend' }, { vm: 'reset' }])
    expect(await client.send(PING)).toBe('')
    expect(vm.status).toBe('prelaunch')
    vm.resume()
    expect(await client.more()).toBe(PONG)
    expect([vm.status, vm.guest.power.state, vm.guest.bootId]).toEqual(['running', 'running', bootId])
    expect(vm.guest.mounts.blockMounts.some(mount => vm.guest.mounts.isFrozen(mount))).toBe(true)
  })

  test('of a paused VM leaves it paused: it boots, by the hardware clock, when it goes on', async () => {
    const vm = await vmWith('virtio-serial')
    const client = connect(vm)
    vm.pause()
    vm.do({ vm: 'reset' })
    expect(vm.guest.power.state).toBe('rebooting')
    expect(await client.send(TIME)).toBe('')
    vm.advance('1h')
    expect(vm.agent.state).toBe('stopped')
    vm.resume()
    expect(await client.more()).toBe(time(3600))
    expect(vm.guest.files.readFile('/proc/uptime', 'utf8')).toBe('0.00 0.00\n')
  })

  test('with unix-listen ends the connection', async () => {
    const vm = await vmWith('unix-listen')
    const client = connect(vm)
    await client.send(PING)
    vm.do({ vm: 'reset' })
    expect(await connect(vm).send(PING)).toBe(PONG)
    expect(client.state).toBe('ended')
  })
})

describe('a power cut', () => {
  test('ends the agent without a word; connections to QEMU stay, and are served after the next boot', async () => {
    const vm = await vmWith('virtio-serial')
    const client = connect(vm)
    await client.send(open('/tmp/x', 'w') + write('lost'))
    vm.do({ vm: 'off' })
    expect(await client.send(PING)).toBe('')
    expect([vm.guest.power.state, vm.agent.state, client.state]).toEqual(['off', 'stopped', 'open'])
    vm.wakeup()
    expect(await client.more()).toBe(PONG)
    expect(vm.guest.files.readFile('/tmp/x', 'utf8')).toBe('')
  })
})

test('a guest that sleeps gets on with nothing, and knows the time when it wakes', async () => {
  const vm = await vmWith('virtio-serial', { scenario: { extends: 'default', suspend: { ram: 'ok' } } })
  const client = connect(vm)
  const started = '{"execute":"guest-exec","arguments":{"path":"/bin/sleep","arg":["10"]}}'
  const status = '{"execute":"guest-exec-status","arguments":{"pid":910}}'
  expect(await client.send(started)).toBe('{"return": {"pid": 910}}\n')
  expect(await client.send('{"execute":"guest-suspend-ram"}')).toBe('')
  vm.advance('1h')
  vm.wakeup()
  expect(await client.send(TIME + status)).toBe(`${time(3600)}{"return": {"exited": false}}\n`)
  vm.advance('10s')
  expect(await client.send(status)).toBe('{"return": {"exitcode": 0, "exited": true}}\n')
})
