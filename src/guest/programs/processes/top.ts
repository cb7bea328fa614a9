import { meminfo } from '../../kernel/proc-meminfo.js'
import { userName } from '../accounts.js'
import { boundedWidth } from '../output.js'
import { type Tool, tool } from '../tool.js'
import { printableText } from './printable.js'
import { type ProcessView, processViews, totalMemory } from './process-view.js'
import { uptimeLine } from './uptime-line.js'

const WIDTH = 80
const HERTZ = 100n
const OPTIONS = [
  ...['1', 'b', 'c', 'd=', 'E=', 'e=', 'H', 'h', 'i', 'n=', 'o=', 'O', 'p=', 'S', 's', 'U=', 'u=', 'V', 'v', 'w?'],
]
const NOT_DONE = ['1', 'E', 'e', 'H', 'h', 'O', 'S', 's'] as const

type Key = (process: ProcessView, share: number) => number | bigint | string

const KEYS: Readonly<Record<string, Key>> = {
  '%CPU': (_, share) => share,
  '%MEM': ({ memory }) => memory.resident,
  COMMAND: ({ comm }) => comm,
  PID: ({ pid }) => pid,
  RES: ({ memory }) => memory.resident,
  'TIME+': ({ cpuTicks }) => cpuTicks,
  VIRT: ({ memory }) => memory.size,
}

/** procps's top(1) in batch mode, once: without a terminal there is no other. */
export const top = tool(
  tool => {
    const options = tool.options(OPTIONS, { terse: true })
    if (options.has('V') || options.has('v')) {
      tool.print(`${tool.name} from procps-ng 4.0.2\n`)
      return
    }
    const refused = NOT_DONE.find(name => options.has(name))
    if (refused !== undefined) throw tool.fail(`mockvm doesn't do -${refused} yet`)
    // Without a terminal it has nothing to say.
    if (!options.has('b')) throw tool.exit(1)
    const count = options.value('n')
    if (count !== undefined && !/^0*[1-9]\d*$/.test(count)) throw tool.fail(`bad iterations argument '${count}'`)
    if (count === undefined || Number(count) !== 1) throw tool.fail("mockvm doesn't do more than one screen yet: -n 1")
    const order = options.value('o') ?? '%CPU'
    const name = order.replace(/^[+-]/, '')
    if (!Object.hasOwn(KEYS, name)) throw tool.fail(`unrecognized field name '${order}'`)
    const user = options.value('u') ?? options.value('U')
    const uid = user === undefined ? undefined : userId(tool, user)
    const pids = options.value('p')?.split(',').map(Number)
    const isShown = ({ pid, uid: owner }: ProcessView) =>
      (uid === undefined || owner === uid) && (pids === undefined || pids.includes(pid))
    const all = processViews(tool.guest)
    const share = shareOf(tool)
    const shown = all
      .filter(isShown)
      .filter(process => !options.has('i') || process.state === 'R')
      .toSorted((a, b) => compare(KEYS[name] ?? (() => 0), share, order.startsWith('-'), a, b))
    const width = boundedWidth(Number(options.value('w') ?? (options.has('w') ? 512 : WIDTH)) || WIDTH)
    const line = (text: string) => `${text.slice(0, width)}\n`
    tool.print(
      line(`top - ${uptimeLine(tool)}`),
      line(tasks(pids === undefined ? all : shown)),
      line(processors(tool)),
      ...memory(tool).map(line),
      '\n',
      line('    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND'),
    )
    for (const process of shown) tool.print(line(row(tool, process, share(process), width, options.has('c'))))
  },
  { shortName: true },
)

function userId(tool: Tool, name: string): number {
  const uid = tool.guest.users.byName(name)?.uid ?? (/^\d+$/.test(name) ? Number(name) : undefined)
  if (uid === undefined) throw tool.fail('Invalid user')
  return uid
}

function compare(key: Key, share: Share, isReverse: boolean, a: ProcessView, b: ProcessView): number {
  const [first, second] = [key(a, share(a)), key(b, share(b))]
  if (first === second) return a.pid - b.pid
  return first > second === isReverse ? 1 : -1
}

type Share = (process: ProcessView) => number

/** What each gets of a processor at this moment, in per cent: those that run have equal parts. */
function shareOf({ guest }: Tool): Share {
  const online = guest.vcpus.list().filter(vcpu => vcpu.online).length
  const { running } = guest.activity.load
  const each = running > online ? (100 * online) / running : 100
  return ({ state, process }) => (state === 'R' && process.isBusy ? each : 0)
}

function tasks(processes: readonly ProcessView[]): string {
  const count = (states: string) => String(processes.filter(({ state }) => states.includes(state)).length).padStart(3)
  const all = String(processes.length).padStart(3)
  return `Tasks: ${all} total, ${count('R')} running, ${count('SDI')} sleeping, ${count('T')} stopped, ${count('Z')} zombie`
}

function processors({ guest }: Tool): string {
  const online = guest.vcpus.list().filter(vcpu => vcpu.online).length
  const user = (100 * Math.min(guest.activity.load.running, online)) / online
  const cell = (value: number, name: string) => `${value.toFixed(1).padStart(5)} ${name}`
  const idle = [0, 0, 0, 0].map((value, index) => cell(value, ['wa', 'hi', 'si', 'st'][index] ?? ''))
  return `%Cpu(s):${[cell(user, 'us'), cell(0, 'sy'), cell(0, 'ni'), cell(100 - user, 'id'), ...idle].join(',')} `
}

function memory({ guest }: Tool): string[] {
  const text = meminfo(guest)
  const row = (name: string) => Number(new RegExp(`^${name}: *(\\d+)`, 'm').exec(text)?.[1] ?? 0)
  const mib = (kB: number) => (kB / 1024).toFixed(1).padStart(9)
  const [total, free, available] = [row('MemTotal'), row('MemFree'), row('MemAvailable')]
  const cached = row('Buffers') + row('Cached') + row('SReclaimable')
  const [swap, unused] = [row('SwapTotal'), row('SwapFree')]
  return [
    `MiB Mem :${mib(total)} total,${mib(free)} free,${mib(total - available)} used,${mib(cached)} buff/cache     `,
    `MiB Swap:${mib(swap)} total,${mib(unused)} free,${mib(swap - unused)} used.${mib(available)} avail Mem `,
  ]
}

function row(tool: Tool, process: ProcessView, share: number, width: number, isFull: boolean): string {
  const { pid, uid, memory, state, cpuTicks } = process
  const name = userName(tool.guest, uid)
  const ofMemory = ((100 * memory.resident) / Number(totalMemory(tool.guest))).toFixed(1)
  const minutes = cpuTicks / HERTZ / 60n
  const seconds = String((cpuTicks / HERTZ) % 60n).padStart(2, '0')
  const time = `${minutes}:${seconds}.${String(cpuTicks % HERTZ).padStart(2, '0')}`
  const fixed = [
    String(pid).padStart(7),
    name.length > 8 ? `${name.slice(0, 7)}+` : name.padEnd(8),
    ' 20',
    '  0',
    String(memory.size).padStart(7),
    String(memory.resident).padStart(6),
    String(memory.resident - memory.anonymous).padStart(6),
    state,
    share.toFixed(1).padStart(5),
    ofMemory.padStart(5),
    time.padStart(9),
  ].join(' ')
  const command = printableText(isFull ? process.commandLine : process.comm, tool.call.env)
  const room = Math.max(1, width - fixed.length - 2)
  return `${fixed} ${command.length > room ? `${command.slice(0, room - 1)}+` : command}`
}
