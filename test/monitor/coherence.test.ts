/** Whatever is done to a machine, in whatever order, what QEMU tells of it makes sense, and is the same the next time. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createVm, type ScenarioInput, type TraceEvent, type Vm } from '../../src/index.js'
import { MACHINE_ACTIONS, type MachineAction } from '../../src/timeline/action.js'
import { connect, TRANSPORTS } from '../channel/host.js'
import { Host, NEGOTIATE, settled } from './qmp/host.js'

type Move =
  | { readonly vm: MachineAction }
  | { readonly agent: 'start' | 'stop' | 'crash' | 'restart' }
  | { readonly qmp: string; readonly args?: object }
  | { readonly ask: string; readonly args?: object }
  | { readonly advance: string }
  | { readonly snapshot: 'take' | 'restore' }

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.constantFrom<Move>(...MACHINE_ACTIONS.map(vm => ({ vm }))),
  fc.constantFrom<Move>(...(['start', 'stop', 'crash', 'restart'] as const).map(agent => ({ agent }))),
  fc.constantFrom<Move>(
    ...['stop', 'cont', 'system_reset', 'system_powerdown', 'system_wakeup', 'quit', 'query-status'].map(qmp => ({
      qmp,
    })),
    { qmp: 'set-action', args: { shutdown: 'poweroff' } },
    { qmp: 'set-action', args: { shutdown: 'pause', reboot: 'shutdown' } },
    { qmp: 'set-action', args: { reboot: 'reset', panic: 'none' } },
  ),
  fc.constantFrom<Move>(
    ...['guest-ping', 'guest-suspend-ram', 'guest-suspend-disk', 'guest-shutdown', 'guest-set-time'].map(ask => ({
      ask,
    })),
    { ask: 'guest-shutdown', args: { mode: 'reboot' } },
    { ask: 'guest-shutdown', args: { mode: 'halt' } },
  ),
  fc.constantFrom<Move>(...['10ms', '400ms', '1s', '5s', '1h'].map(advance => ({ advance }))),
  fc.constantFrom<Move>({ snapshot: 'take' }, { snapshot: 'restore' }),
)

const scenario = fc.record({
  boot: fc.constantFrom('0s', '3s'),
  shutdown: fc.constantFrom('0s', '2s'),
  button: fc.constantFrom('0s', '1s', 'ignored'),
  ram: fc.constantFrom('ok', 'idle'),
  start: fc.constantFrom('up', 'boot', 'paused'),
  noShutdown: fc.boolean(),
  noReboot: fc.boolean(),
  panicDevice: fc.boolean(),
  version: fc.constantFrom('7.2.22', '9.2.0'),
  transport: fc.constantFrom(...TRANSPORTS),
})

/** No agent can be started in a machine that is off, no snapshot be taken while requests wait, and nothing that is off go on. */
const REFUSALS =
  /^(agent start: expected a machine that runs|snapshot: expected an idle agent|vm \w+: (QEMU has ended|Resetting the Virtual Machine))/

interface Outcome {
  readonly events: readonly TraceEvent[]
  /** What the client of the agent, and that of the monitor, has read. */
  readonly bytes: readonly string[]
  readonly replies: readonly { readonly status: string; readonly bytes: string }[]
  readonly isLinear: boolean
}

type Settings = typeof scenario extends fc.Arbitrary<infer T> ? T : never

function vmOf({ boot, shutdown, button, ram, transport, ...qemu }: Settings): Promise<Vm> {
  return createVm({
    clock: { mode: 'manual' },
    agent: { transport },
    scenario: {
      extends: 'default',
      power: { boot, shutdown, button },
      suspend: { ram, disk: 'ok' },
      qemu,
    } as ScenarioInput,
  })
}

async function play(settings: Settings, moves: readonly Move[]): Promise<Outcome> {
  await using vm = await vmOf(settings)
  const attach = () => [new Host(vm.connect()), new Host(vm.qmp.connect({ label: 'monitor' }))] as const
  const bytes = ['', '']
  const replies: { status: string; bytes: string }[] = []
  let [client, tool] = attach()
  let snapshot: ReturnType<typeof vm.snapshot> | undefined
  let isLinear = true
  await tool.ask(NEGOTIATE)
  for (const move of moves) {
    if (vm.status !== 'exited' && (client.ended || tool.ended)) {
      ;[client, tool] = attach()
      await tool.ask(NEGOTIATE)
    }
    const before = vm.status
    try {
      if ('vm' in move || 'agent' in move) vm.do(move)
      else if ('advance' in move) vm.advance(move.advance)
      else if ('qmp' in move) tool.stream.write(`${JSON.stringify({ execute: move.qmp, arguments: move.args })}\n`)
      else if ('ask' in move) client.stream.write(`${JSON.stringify({ execute: move.ask, arguments: move.args })}\n`)
      else if (move.snapshot === 'take') snapshot = vm.snapshot()
      else if (snapshot !== undefined) {
        vm.restore(snapshot)
        isLinear = false
      }
    } catch (error) {
      if (!REFUSALS.test((error as Error).message)) throw error
    }
    await settled()
    const [ofAgent, ofQemu] = [client.take(), tool.take()]
    bytes[0] += ofAgent
    bytes[1] += ofQemu
    const isStill = before === vm.status && ('ask' in move || 'advance' in move)
    if (isStill && ofAgent !== '') replies.push({ status: before, bytes: ofAgent })
  }
  return { events: vm.events, bytes, replies, isLinear }
}

/** From one event of some kinds to the next there is one of other kinds between. */
function expectTurns(events: readonly string[], first: string): void {
  events.forEach((event, index) => {
    expect(event === events[index - 1], `${event} twice, number ${index} of ${events.join(', ')}`).toBe(false)
  })
  if (events.length > 0) expect(events[0]).toBe(first)
}

test('QEMU stops what runs and resumes what is stopped, opens what is closed, and shuts down once', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, fc.array(move, { maxLength: 25 }), async (settings, moves) => {
      const { events, replies, isLinear } = await play(settings, moves)
      for (const { status, bytes } of replies) expect([status, bytes]).toEqual(['running', bytes])
      if (!isLinear) return
      const lives: string[][] = [[]]
      let isThere = true
      for (const event of events) {
        if (event.type === 'vm' && event.state === 'exited') isThere = false
        if (event.type === 'vm' && event.state === 'started') {
          isThere = true
          lives.push([])
        }
        if (event.type === 'qemu') {
          lives.at(-1)?.push(nameOf(event))
        }
        if (isThere && isPowerCut(event)) lives.at(-1)?.push('POWER CUT')
      }
      lives.forEach((life, index) => {
        const isUp = index === 0 && settings.start === 'up'
        const isStopped = settings.start === 'paused'
        expectTurns(
          life.filter(event => event.startsWith('PORT')),
          isUp ? 'PORT false' : 'PORT true',
        )
        expect(stopsAndGoes(life, isStopped)).toEqual([])
        expect(needlessEnds(life)).toEqual([])
      })
    }),
    { numRuns: 150 },
  )
})

function isPowerCut(event: TraceEvent): boolean {
  return event.type === 'action' && JSON.stringify(event.action) === '{"vm":"off"}'
}

function nameOf(event: Extract<TraceEvent, { type: 'qemu' }>): string {
  if (event.event === 'VSERPORT_CHANGE') return `PORT ${event.data.open}`
  return event.event === 'SHUTDOWN' ? `SHUTDOWN ${event.data.reason}` : event.event
}

/** A guest goes down once, until it is reset; behind the end of the process nothing comes. */
function needlessEnds(life: readonly string[]): string[] {
  let isDown = false
  return life.flatMap((event, index) => {
    const isWrong = (isDown && event.startsWith('SHUTDOWN guest')) || life[index - 1] === 'SHUTDOWN host-qmp-quit'
    if (event === 'RESET') isDown = false
    if (event.startsWith('SHUTDOWN') || event === 'POWER CUT') isDown = true
    return isWrong ? [life.slice(0, index + 1).join(', ')] : []
  })
}

/** Where it goes wrong. */
function stopsAndGoes(life: readonly string[], isStopped: boolean): string[] {
  let stopped = isStopped
  return life.flatMap((event, index) => {
    // It is told to nobody.
    if (event === 'POWER CUT') stopped = true
    if (event !== 'STOP' && event !== 'RESUME') return []
    const isWrong = stopped === (event === 'STOP')
    stopped = event === 'STOP'
    return isWrong ? [life.slice(0, index + 1).join(', ')] : []
  })
}

test('the same seed gives the same bytes and events', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, fc.array(move, { maxLength: 25 }), async (settings, moves) => {
      const [first, second] = [await play(settings, moves), await play(settings, moves)]
      expect(second).toEqual(first)
    }),
    { numRuns: 60 },
  )
})

const alone = move.filter(it => 'vm' in it || 'agent' in it || 'advance' in it)

/** Moves without a client. */
async function performAll(vm: Vm, moves: readonly Move[]): Promise<void> {
  for (const move of moves) {
    try {
      if ('vm' in move || 'agent' in move) vm.do(move)
      else if ('advance' in move) vm.advance(move.advance)
    } catch (error) {
      if (!REFUSALS.test((error as Error).message)) throw error
    }
    await settled()
  }
}

/** What comes of them, and whether the agent answers then. */
async function outcomeOf(vm: Vm, moves: readonly Move[]): Promise<readonly unknown[]> {
  const from = vm.events.length
  await performAll(vm, moves)
  const told = vm.events.slice(from).filter(({ type }) => ['qemu', 'vm', 'guest', 'agent'].includes(type))
  const events = told.map(({ seq: _, ...event }) => event)
  const client = connect(vm)
  return [vm.status, vm.port, vm.agent.state, await client.send('{"execute":"guest-get-time"}\n'), client.state, events]
}

test('a snapshot in a fresh VM goes on as the VM that it was taken of', async () => {
  await fc.assert(
    fc.asyncProperty(
      scenario,
      fc.array(alone, { maxLength: 8 }),
      fc.array(alone, { maxLength: 8 }),
      async (settings, before, after) => {
        await using vm = await vmOf(settings)
        await performAll(vm, before)
        await using fresh = await vmOf(settings)
        fresh.restore(vm.snapshot())
        await settled()
        expect(await outcomeOf(fresh, after)).toEqual(await outcomeOf(vm, after))
      },
    ),
    { numRuns: 150 },
  )
})
