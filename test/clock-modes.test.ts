/** Faults, the time line and actions under clocks that move by themselves: nobody is kept waiting, and nothing runs away. */
import { describe, expect, test } from 'vitest'
import { createVm, type ScenarioInput } from '../src/index.js'
import { fails, OK, returns, talk } from './commands/talk.js'

type Fault = NonNullable<ScenarioInput['faults']>[number]

const SYNC = { id: 7 }

describe.each(['auto', 'step'] as const)('in mode %s', mode => {
  const vmOf = (scenario: ScenarioInput) => talk({ scenario: { extends: 'default', ...scenario }, clock: { mode } })
  const withFault = (fault: Fault) => vmOf({ faults: [{ on: 'guest-ping', times: 1, ...fault }] })

  test.each<[Fault, string]>([
    [{ delay: '5s' }, OK],
    [{ delay: '5s', direction: 'request' }, OK],
    [{ delay: '5s', direction: 'reply' }, OK],
    [{ chunks: { size: 3, pause: '1s' } }, OK],
    [{ bandwidth: 1 }, OK],
    [{ portClosed: '5s' }, OK],
    [{ deaf: '5s' }, OK],
    [{ error: 'no' }, fails('no')],
  ])('%j keeps nobody waiting', async (fault, reply) => {
    const host = await withFault(fault)
    expect(await host.ask('guest-ping')).toBe(reply)
    expect(await host.ask('guest-sync', SYNC)).toBe(returns('7'))
  })

  test.each<Fault>([{ crash: { when: 'before', restart: '5s' } }, { crash: { when: 'after', restart: '5s' } }])(
    '%j starts again',
    async fault => {
      const host = await withFault(fault)
      await host.ask('guest-ping')
      expect(host.vm.agent.state).toBe('running')
      expect(await host.ask('guest-sync', SYNC)).toBe(returns('7'))
    },
  )

  test('an agent that starts late answers what waited', async () => {
    const host = await vmOf({ agent: { running: false }, timeline: [{ at: '30s', do: { agent: 'start' } }] })
    expect(await host.ask('guest-ping')).toBe(OK)
  })

  test('a list with a wait is done to its end', async () => {
    const host = await vmOf({})
    host.vm.do([{ port: 'closed' }, { wait: '5s' }, { port: 'open' }])
    expect(await host.ask('guest-ping')).toBe(OK)
  })

  test('what comes again and again comes as time goes by, and moves it by itself no further', async () => {
    const host = await vmOf({ timeline: [{ every: '1h', do: { note: 'another hour' } }] })
    expect(await host.ask('guest-ping')).toBe(OK)
    const notes = () => host.vm.events.filter(({ type }) => type === 'note').length
    expect(notes()).toBe(0)
    host.vm.advance('3h')
    expect(notes()).toBe(3)
  })

  test('a command that hangs stops nobody beside what comes again and again', async () => {
    const host = await vmOf({
      faults: [{ on: 'guest-ping', hang: true, times: 1 }],
      timeline: [{ every: '1s', while: { frozen: true }, do: { note: 'never' } }],
    })
    expect(await host.ask('guest-ping')).toBe('')
    host.vm.faults.release()
    expect(await host.more()).toBe(`${OK}\n`)
  })

  test('entries that bring each other about for ever do not stop the host', async () => {
    const host = await vmOf({
      timeline: [
        { when: { agent: 'stops' }, wait: '1s', do: { agent: 'start' } },
        { when: { agent: 'starts' }, wait: '1s', do: { agent: 'stop' } },
      ],
    })
    host.vm.do({ agent: 'stop' })
    await host.more()
    expect(host.vm.guest.clock.monotonic()).toBeGreaterThan(0n)
  })

  test('the time-out of a client is nothing to jump to', async () => {
    const host = await vmOf({})
    host.vm.timer.after(10, () => expect.unreachable())
    expect(await host.ask('guest-ping')).toBe(OK)
  })
})

describe('what waits for the machine', () => {
  test('an agent is not started in one that is off', async () => {
    const host = await talk()
    host.vm.do({ vm: 'off' })
    expect(() => host.vm.do({ agent: 'start' })).toThrow(
      'agent start: expected a machine that runs, but it is off. Boot it with { vm: wakeup } first.',
    )
    expect(host.vm.agent.state).toBe('stopped')
  })

  test('nor by a crash that wanted to, and the note says so', async () => {
    const host = await talk({
      scenario: { extends: 'default', faults: [{ on: 'guest-ping', crash: { when: 'before', restart: '5s' } }] },
    })
    await host.ask('guest-ping')
    host.vm.do({ vm: 'off' })
    host.vm.advance('1m')
    expect(host.vm.agent.state).toBe('stopped')
    expect(host.vm.events.filter(({ type }) => type === 'note')).toMatchObject([
      { text: expect.stringContaining('could not be done: agent start') },
    ])
  })

  test('in a paused VM it starts when that goes on', async () => {
    const host = await talk()
    host.vm.do({ agent: 'stop' })
    host.vm.pause()
    host.vm.do({ agent: 'start' })
    expect([host.vm.agent.state, await host.ask('guest-ping')]).toEqual(['stopped', ''])
    host.vm.resume()
    expect(await host.more()).toBe(`${OK}\n`)
  })

  test.each(['pause', 'suspend'] as const)('what is released after a %s goes on when the guest does', async what => {
    const host = await talk({ scenario: { extends: 'default', faults: [{ on: 'guest-ping', hang: true }] } })
    await host.ask('guest-ping')
    host.vm.do({ vm: what })
    host.vm.faults.release()
    expect(await host.more()).toBe('')
    host.vm.do({ vm: what === 'pause' ? 'resume' : 'wakeup' })
    expect(await host.more()).toBe(`${OK}\n`)
  })
})

describe('a snapshot that is put back', () => {
  test('leaves the time-outs of clients alone', async () => {
    await using vm = await createVm()
    const before = vm.snapshot()
    vm.advance('10s')
    const done = new Promise<bigint>(resolve => vm.timer.after(3000, () => resolve(vm.guest.clock.monotonic())))
    vm.advance('1s')
    vm.restore(before)
    expect(await vm.until(done)).toBe(2_000_000_000n)
  })

  test('lets visitors go, who would keep everybody else waiting', async () => {
    const host = await talk()
    const before = host.vm.snapshot()
    host.vm.do({ visitor: { stay: '1h' } })
    await host.reconnect()
    expect(await host.ask('guest-ping')).toBe('')
    host.vm.restore(before)
    expect(await host.more()).toBe(`${OK}\n`)
  })

  test('does what had come about and was not done yet', async () => {
    await using vm = await createVm({
      scenario: { extends: 'default', timeline: [{ when: { client: 'connects' }, do: { note: 'somebody came' } }] },
    })
    vm.connect()
    const snapshot = vm.snapshot()
    vm.restore(snapshot)
    await vm.until(Promise.resolve())
    expect(vm.events.filter(({ type }) => type === 'note')).toHaveLength(1)
  })
})
