import { CPU_STATES, type CpuState } from '../../cpu-times.js'
import { NO_COUNTERS } from '../../disk-counters.js'
import { memoryFigures } from '../../kernel/proc-meminfo.js'
import { quotedWord } from '../quote.js'
import { refuse } from '../storage/table-options.js'
import { type Tool, tool } from '../tool.js'

const DECLARED = [
  ...['a,active', 'f,forks', 'm,slabs', 'n,one-header', 's,stats', 'd,disk', 'D,disk-sum', 'p,partition=', 'S,unit='],
  ...['w,wide', 't,timestamp', 'y,no-first'],
]
const UNITS: Readonly<Record<string, bigint>> = { k: 1000n, K: 1024n, m: 1_000_000n, M: 1_048_576n }
const NARROW = [2, 2, 6, 6, 6, 6, 4, 4, 5, 5, 4, 4, 2, 2, 2, 2, 2]
const WIDE = [4, 4, 12, 12, 12, 12, 4, 4, 5, 5, 4, 4, 3, 3, 3, 3, 3, 3]
const NAMES = [
  'r',
  'b',
  'swpd',
  'free',
  'buff',
  'cache',
  'si',
  'so',
  'bi',
  'bo',
  'in',
  'cs',
  'us',
  'sy',
  'id',
  'wa',
  'st',
]

/** procps' vmstat(8): the line that tells the averages since the boot. */
export const vmstat = tool(
  tool => {
    const options = tool.options(DECLARED)
    refuse(tool, options, ['f', 'm', 's', 'd', 'D', 'p', 't', 'y'])
    const numbers = options.operands.map(text => {
      if (!/^-?\d+$/.test(text)) throw tool.fail(`failed to parse argument: ${quotedWord(text)}`)
      return Number(text)
    })
    const [delay, count = delay === undefined ? 1 : Number.POSITIVE_INFINITY] = numbers
    if (delay !== undefined && delay < 1) throw tool.fail('delay must be positive integer')
    if (count !== 1) throw tool.fail("mockvm's vmstat prints one line: the averages since the boot")
    const unit = UNITS[options.value('S') ?? 'K']
    if (unit === undefined) throw tool.fail('-S requires k, K, m or M (default is KiB)')
    const wide = options.has('w')
    const names = NAMES.map(name =>
      options.has('a') ? (name === 'buff' ? 'inact' : name === 'cache' ? 'active' : name) : name,
    )
    const row = (cells: readonly string[]) =>
      `${cells.map((cell, index) => cell.padStart((wide ? WIDE : NARROW)[index] ?? 0)).join(' ')}\n`
    tool.print(
      wide
        ? '--procs-- -----------------------memory---------------------- ---swap-- -----io---- -system-- ----------cpu----------\n'
        : 'procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n',
      row(wide ? [...names, 'gu'] : names),
      row(figures(tool, unit, options.has('a'), wide).map(String)),
    )
  },
  { shortName: true },
)

function figures({ guest }: Tool, unit: bigint, active: boolean, wide: boolean): bigint[] {
  const { activity, clock } = guest
  const figure = memoryFigures(guest)
  const scaled = (kib: bigint) => (kib * 1024n) / unit
  const memory = active
    ? [figure('Inactive'), figure('Active')]
    : [figure('Buffers'), figure('Cached') + figure('SReclaimable')]
  const seconds = clock.uptime() / 1_000_000_000n || 1n
  const whole = activity.disks.list().filter(({ name }) => guest.config.disks.some(disk => disk.name === name))
  const kibibytes = (counter: 'readSectors' | 'writeSectors') =>
    whole.reduce((sum, { counters = NO_COUNTERS }) => sum + counters[counter], 0n) / 2n
  const perSecond = (amount: bigint) => (amount + seconds / 2n) / seconds
  const times = activity.cpus.get()
  const time = (...states: readonly CpuState[]) =>
    states.reduce((sum, state) => sum + times.reduce((so, cpu) => so + cpu[state], 0n), 0n)
  // Time of a guest within is in that of user already.
  const all = time(...CPU_STATES.filter(state => state !== 'guest' && state !== 'guestNice')) || 1n
  const part = (...states: readonly CpuState[]) => (time(...states) * 100n + all / 2n) / all
  return [
    ...[1n + BigInt(activity.load.running), 0n, 0n, scaled(figure('MemFree')), ...memory.map(scaled), 0n, 0n],
    ...[perSecond(kibibytes('readSectors')), perSecond(kibibytes('writeSectors')), 0n, 0n],
    ...[part('user', 'nice'), part('system', 'irq', 'softirq'), part('idle'), part('iowait'), part('steal')],
    ...(wide ? [part('guest', 'guestNice')] : []),
  ]
}
