/** Stories by chance of a host that asks a guest in which much goes wrong: commands, fault rules, and what is done to the VM. */
import fc from 'fast-check'
import type { ActionInput, FaultInput } from '../../src/scenario/actions.js'
import type { ScenarioInput } from '../../src/scenario/load.js'

export type Transport = 'virtio-serial' | 'isa-serial' | 'unix-listen'

export interface Sequence {
  readonly transport: Transport
  readonly seed: number
  /** Are there from the start. */
  readonly rules: readonly FaultInput[]
  readonly steps: readonly Step[]
}

export type Step =
  /** Asked for at once, one after the other. */
  | { readonly calls: readonly CommandKind[] }
  | { readonly add: readonly FaultInput[] }
  | { readonly do: readonly ActionInput[] }
  /** Milliseconds. */
  | { readonly sleep: number }

/** Files of which no two parts are the same, so that whose bytes came shows. */
const FILES: ScenarioInput['files'] = Object.fromEntries(
  Array.from({ length: 8 }, (_, file) => {
    const lines = Array.from({ length: file === 0 ? 3000 : 40 }, (_, line) => `file ${file} line ${line}\n`)
    return [`/srv/${file}`, lines.join('')]
  }),
)

/** A guest that has something to say to every command, and is woken when it has gone. */
export function guestOf({ transport, seed, rules }: Sequence): ScenarioInput {
  return {
    extends: 'minimal',
    seed,
    agent: { transport },
    files: FILES,
    programs: [{ path: '/bin/answer', stdout: { size: 5000, fill: 'random' } }],
    builtins: ['/bin/echo'],
    suspend: { ram: 'ok', disk: 'ok', hybrid: 'fails' },
    faults: [...rules],
    timeline: (['off', 'halted', 'suspended-ram', 'suspended-disk'] as const).map(power => ({
      when: { power },
      wait: '20s',
      do: { vm: 'wakeup' },
    })),
  }
}

/** How the names of rules begin that touch requests on their way. */
export const ON_REQUESTS = 'on requests'

export interface Asked {
  readonly name: string
  readonly args?: Readonly<Record<string, unknown>>
}

/** Commands, each time with arguments that it has never had before where it takes any. */
const COMMANDS = {
  'guest-ping': () => undefined,
  'guest-get-time': () => undefined,
  'guest-get-host-name': () => undefined,
  'guest-info': () => undefined,
  'guest-network-get-interfaces': () => undefined,
  'guest-fsfreeze-status': () => undefined,
  'guest-fsfreeze-freeze': () => undefined,
  'guest-fsfreeze-thaw': () => undefined,
  'guest-sync': number => ({ id: 7_000_000 + number }),
  'guest-sync-delimited': number => ({ id: 8_000_000 + number }),
  'guest-file-open': number => ({ path: `/srv/${number % 8}` }),
  'guest-file-read': number => ({ handle: 1000 + (number % 3), count: 1 + number }),
  // The longest file.
  'guest-file-seek': number => ({ handle: 1000, offset: number, whence: 'set' }),
  'guest-file-close': number => ({ handle: 2000 + number }),
  'guest-exec': number => ({ path: '/bin/echo', arg: [`call ${number}`], 'capture-output': true }),
  'guest-exec-status': number => ({ pid: 900 + (number % 20) }),
  'guest-set-time': number => ({ time: 1_700_000_000_000_000_000 + number * 1_000_000_000 }),
  'guest-no-such-command': number => ({ number }),
  // These answer only failures: the modes that there are none of, and the hybrid that this guest can't.
  'guest-shutdown': number => ({ mode: number % 3 === 0 ? 'reboot' : `mode ${number}` }),
  'guest-suspend-ram': () => undefined,
  'guest-suspend-hybrid': () => undefined,
} satisfies Record<string, (number: number) => Asked['args']>

export type CommandKind = keyof typeof COMMANDS

const KINDS = Object.keys(COMMANDS) as CommandKind[]

/** `number` counts the commands of a sequence. */
export function asked(kind: CommandKind, number: number): Asked {
  const args = COMMANDS[kind](number)
  // Its error has the name.
  const name = kind === 'guest-no-such-command' ? `${kind}-${number}` : kind
  return args === undefined ? { name } : { name, args }
}

const between = (min: number, max: number) => fc.integer({ min, max })
const ms = (max: number) => between(0, max).map(it => `${it}ms`)
const yes = fc.constant<true>(true)
const moment = fc.constantFrom('before' as const, 'during' as const, 'after' as const)

/** From no time at all to well beyond the 5 s of the client. */
const delay = fc.oneof(
  ms(4000),
  between(5001, 20_000).map(it => `${it}ms`),
  fc.constantFrom({ from: '1s', to: '9s' }, { mean: '4s', deviation: '2s' }, { p50: '10ms', p90: '3s', p99: '30s' }),
)

/**
 * Noise that shows, in the middle of JSON: bytes that no text in UTF-8 has and no parser of the agent takes. Of a digit
 * in a number or a letter in a text nobody can know that they weren't there from the start.
 */
const harmful = fc
  .array(fc.constantFrom('\0', '\xc0', '\xc1', '\xf5', '\xfe', '\xff'), { minLength: 1, maxLength: 3 })
  .map(bytes => bytes.join(''))
const noise = fc.oneof(
  between(1, 40),
  fc.constantFrom('\n', '\xff', '{', '"', '{"return": ', 'kernel panic\r\n', '\xff\xff\n'),
)
const garbage = fc.oneof(
  noise,
  fc
    .record({ before: noise, inside: harmful, after: noise }, { requiredKeys: [] })
    .filter(it => Object.keys(it).length > 0),
)

const chunks = fc.oneof(
  between(1, 50),
  fc.record({
    size: fc.constantFrom<number | [number, number]>(1, 7, 4096, [1, 100]),
    pause: fc.constantFrom('1ms', '40ms', '1s'),
  }),
)

/** Of the bytes, whichever way they go. */
const onTheWay: Record<string, fc.Arbitrary<FaultInput>> = {
  delay: fc.record({ delay }),
  drop: fc.record({ drop: yes }),
  truncate: fc.record({ truncate: fc.oneof(between(-3, 3), between(-200, 200)) }),
  garbage: fc.record({ garbage }),
  duplicate: fc.record({ duplicate: fc.oneof(yes, between(2, 4)) }),
  crlf: fc.record({ crlf: yes }),
  chunks: fc.record({ chunks }),
  bandwidth: fc.record({ bandwidth: fc.constantFrom(5, 100, 5000) }),
  disconnect: fc.record({ disconnect: moment }),
  reset: fc.record({ reset: moment }),
}

/** Of the agent, or on its replies alone. `hang` ends, in every sequence, after some time. */
const ofTheAgent: Record<string, fc.Arbitrary<FaultInput>> = {
  hang: fc.record({ hang: yes }),
  exhaust: fc.record({ exhaust: fc.constantFrom('cpu' as const, 'memory' as const) }),
  crash: fc.record({ crash: fc.record({ when: moment, restart: ms(20_000) }) }),
  deaf: fc.record({ deaf: ms(20_000) }),
  portClosed: fc.record({ portClosed: ms(20_000) }),
}

const stale: fc.Arbitrary<FaultInput> = fc.record({ stale: yes })

const effects: fc.Arbitrary<FaultInput> = fc.oneof(
  fc
    .tuple(fc.oneof(...Object.values(onTheWay)), fc.constantFrom('request' as const, 'reply' as const))
    .map(([it, direction]) => ({ ...it, direction })),
  fc.oneof(...Object.values(onTheWay), ...Object.values(ofTheAgent), stale),
  // Two at once.
  fc
    .tuple(
      fc.oneof(...Object.values(onTheWay), stale),
      fc.oneof(...Object.values(onTheWay), ...Object.values(ofTheAgent)),
    )
    .map(([one, other]) => ({ ...one, ...other })),
)

const on = fc.oneof(
  fc.constant<FaultInput>({}),
  fc.constantFrom<FaultInput>(
    { on: '*' },
    { on: 'guest-sync-delimited' },
    { on: ['guest-file-*', 'guest-get-*'] },
    { on: ['guest-exec', 'guest-info'] },
  ),
)

const counting = fc.oneof(
  { weight: 3, arbitrary: fc.record({ times: between(1, 3) }) },
  { weight: 3, arbitrary: fc.record({ after: between(0, 4), times: between(1, 2) }) },
  { weight: 2, arbitrary: fc.record({ probability: fc.constantFrom(0.2, 0.5) }) },
  { weight: 1, arbitrary: fc.record({ every: between(2, 4) }) },
  { weight: 1, arbitrary: fc.record({ nth: between(1, 5) }) },
  { weight: 1, arbitrary: fc.constant({}) },
)

export const rule: fc.Arbitrary<FaultInput> = fc
  .tuple(on, counting, effects)
  .map(([...parts]) => Object.assign({}, ...parts))

/** Each ends by itself. */
const happening: fc.Arbitrary<ActionInput[]> = fc.oneof(
  fc.constantFrom<ActionInput[]>(
    [{ agent: 'restart' }],
    [{ vm: 'reset' }],
    [{ client: 'disconnect' }],
    [{ client: 'reset' }],
    [{ visitor: { send: '{"execute":"guest-get-time"}{"execute":"guest-in' } }],
    [{ visitor: { send: '"', stay: '2s' } }],
    [{ time: { by: '-1h' } }],
  ),
  fc
    .tuple(
      fc.constantFrom<[ActionInput, ActionInput]>(
        [{ vm: 'pause' }, { vm: 'resume' }],
        [{ vm: 'suspend' }, { vm: 'wakeup' }],
        [{ vm: 'off' }, { vm: 'wakeup' }],
        [{ agent: 'stop' }, { agent: 'start' }],
        [{ agent: 'crash' }, { agent: 'start' }],
        [{ agent: 'deaf' }, { agent: 'listen' }],
        [{ port: 'closed' }, { port: 'open' }],
        [{ port: 'firmware' }, { port: 'open' }],
      ),
      ms(15_000),
    )
    .map(([[begin, end], wait]) => [begin, { wait }, end]),
)

/** The moment is in the middle of what comes next. */
const soon: fc.Arbitrary<ActionInput[]> = fc.tuple(ms(8000), happening).map(([wait, actions]) => [{ wait }, ...actions])

const release: fc.Arbitrary<ActionInput[]> = ms(15_000).map(wait => [{ wait }, { faults: { release: true } }])

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ calls: fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ add: fc.array(rule, { minLength: 1, maxLength: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.oneof(happening, soon, release) }) },
  { weight: 1, arbitrary: fc.record({ sleep: between(1, 20_000) }) },
)

/** An agent that holds its socket itself has no port that could be open or closed: it is deaf instead. */
const deafForClosed: Change = {
  rule: ({ portClosed, ...rule }) => ({ ...rule, ...(portClosed !== undefined && { deaf: portClosed }) }),
  action: ({ port, ...action }) => (port === undefined ? action : { agent: port === 'open' ? 'listen' : 'deaf' }),
}

/** Everything together. */
export const sequence: fc.Arbitrary<Sequence> = sequenceOn('virtio-serial', 'isa-serial', 'unix-listen')

/** Without the FIFO of a serial line, which is emptied in turns that no journal tells of. */
export const withoutFifo: fc.Arbitrary<Sequence> = sequenceOn('virtio-serial', 'unix-listen')

/** The connection lasts, whatever happens: QEMU holds it, and nobody ends it. */
export const onOneConnection: fc.Arbitrary<Sequence> = sequenceOn('virtio-serial', 'isa-serial').map(it =>
  changed(it, {
    rule: ({ disconnect, reset, ...rule }) => ({ ...rule, ...((disconnect ?? reset) && { drop: true }) }),
    action: action => ('client' in action ? { agent: 'restart' } : action),
  }),
)

/** Nobody has to mend anything: every rule fires so often at most, and nothing hangs until it is released. */
export const passing: fc.Arbitrary<Sequence> = sequence.map(it =>
  changed(it, {
    rule: ({ hang, ...rule }) => ({ times: 2, ...rule, ...(hang && { delay: '12s' }) }),
    action: action => action,
  }),
)

function sequenceOn(...transports: Transport[]): fc.Arbitrary<Sequence> {
  return fc
    .record({
      transport: fc.constantFrom(...transports),
      seed: fc.nat(),
      rules: fc.array(rule, { maxLength: 3 }),
      steps: fc.array(step, { minLength: 5, maxLength: 14 }),
    })
    .map(it => (it.transport === 'unix-listen' ? changed(it, deafForClosed) : it))
    .map(it => {
      let count = 0
      const named = (rule: FaultInput) =>
        rule.direction === 'request' ? { ...rule, name: `${ON_REQUESTS} ${++count}` } : rule
      return changed(it, { rule: named, action: action => action })
    })
}

interface Change {
  rule(rule: FaultInput): FaultInput
  action(action: ActionInput): ActionInput
}

function changed({ rules, steps, ...rest }: Sequence, { rule, action }: Change): Sequence {
  const change = (step: Step): Step => {
    if ('add' in step) return { add: step.add.map(rule) }
    return 'do' in step ? { do: step.do.map(action) } : step
  }
  return { ...rest, rules: rules.map(rule), steps: steps.map(change) }
}
