/** The client against the simulated agent. */
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import { AgentClient } from '../../src/client/index.js'
import { createVm, type Vm } from '../../src/index.js'
import { arrive } from './scripted-agent.js'

let vm: Vm

beforeEach(async () => {
  vm = await createVm({ scenario: 'debian-12' })
})

afterEach(() => vm.close())

describe('call is typed by the name of the command, as vm.call is', () => {
  test('results', async () => {
    using agent = new AgentClient(() => vm.connect())

    const handle = await agent.call('guest-file-open', { path: '/etc/hostname' })
    expectTypeOf(handle).toEqualTypeOf<bigint>()
    expect(handle).toBe(1000n)

    const moved = await agent.call('guest-file-seek', { handle, offset: 2, whence: 'set' })
    expectTypeOf(moved).toEqualTypeOf<{ readonly position: bigint; readonly eof: boolean }>()
    expect(moved).toEqual({ position: 2n, eof: false })

    const status = await agent.call('guest-fsfreeze-status')
    expectTypeOf(status).toEqualTypeOf<'thawed' | 'frozen'>()
    expect(status).toBe('thawed')

    const nothing = await agent.call('guest-ping', {}, { timeout: 10_000 })
    expectTypeOf(nothing).toEqualTypeOf<undefined>()
    expect(nothing).toBeUndefined()

    const unknown = await agent.call('guest-not-there').catch((error: unknown) => error)
    expectTypeOf(unknown).toEqualTypeOf<unknown>()
    expect(unknown).toMatchObject({ class: 'CommandNotFound', desc: 'The command guest-not-there has not been found' })
  })

  test('a double is a number even where it is whole', async () => {
    using agent = new AgentClient(() => vm.connect())
    vm.guest.users.login({ user: 'root', line: 'tty1', time: 1_767_225_600_000_000n })
    const [user] = await agent.call('guest-get-users')
    expectTypeOf(user?.['login-time']).toEqualTypeOf<number | undefined>()
    expect(user).toEqual({ user: 'root', 'login-time': 1_767_225_600 })
    expect(await agent.call('guest-get-users')).toEqual(await vm.call('guest-get-users'))
  })

  test('wrong arguments are refused at compile time and by the agent', async () => {
    using agent = new AgentClient(() => vm.connect())
    // @ts-expect-error the argument is called path
    await expect(agent.call('guest-file-open', { pth: '/' })).rejects.toThrow("Parameter 'path' is missing")
    // @ts-expect-error a handle is needed
    await expect(agent.call('guest-file-close')).rejects.toThrow("Parameter 'handle' is missing")
  })
})

test.each([
  'guest-info',
  'guest-get-osinfo',
  'guest-get-fsinfo',
  'guest-network-get-interfaces',
  'guest-get-vcpus',
] as const)('%s gives what vm.call gives', async name => {
  using agent = new AgentClient(() => vm.connect())
  expect(await agent.call(name)).toEqual(await vm.call(name))
})

test('half a request of an earlier client, and the reply that it never read, do no harm', async () => {
  const earlier = vm.connect()
  earlier.write('{"execute":"guest-get-time"}{"execute":"guest-info","argu')
  earlier.destroy()
  const { path } = await vm.listen()
  using agent = await AgentClient.connect(path)
  expect(await agent.call('guest-get-host-name')).toEqual({ 'host-name': 'debian' })
})

test('a client behind another waits, and is served when that leaves', async () => {
  const { path } = await vm.listen()
  const first = await AgentClient.connect(path)
  using second = await AgentClient.connect(path)
  await first.call('guest-ping')
  const call = second.call('guest-ping')
  first.close()
  expect(await call).toBeUndefined()
})

test('time-outs go by the clock of the guest: an hour takes no time', async () => {
  using agent = new AgentClient(() => vm.connect(), { timer: vm.timer, timeout: 3_600_000 })
  const shutdown = agent.call('guest-shutdown')
  const ping = agent.call('guest-ping').catch((error: unknown) => error)
  await arrive()
  vm.advance('1h')
  // The guest is off: nobody reads.
  expect(await shutdown).toBeUndefined()
  await arrive()
  vm.advance('1h')
  expect(await ping).toMatchObject({ name: 'AgentTimeout', phase: 'sync', milliseconds: 3_600_000 })
})
