/** /proc/PID/status, with the lines of Linux 6.1 in their order. */
import type { Guest } from '../guest.js'
import type { Process } from '../processes.js'
import { signalsLimit } from './proc-pid-limits.js'
import { memoryOf } from './proc-pid-memory.js'
import { comm, isKernelThread } from './proc-pid-names.js'
import { signalMask } from './proc-pid-signals.js'
import { stateLetter } from './proc-pid-stat.js'
import { groupOf, sessionOf } from './proc-pid-terminal.js'

const ALL_CAPABILITIES = '000001ffffffffff'
const NO_BITS = '0000000000000000'

const STATES: Readonly<Record<string, string>> = {
  R: 'running',
  S: 'sleeping',
  D: 'disk sleep',
  T: 'stopped',
  Z: 'zombie',
  I: 'idle',
}

export function status(guest: Guest, process: Process): string {
  const { pid, ppid } = process
  const { uid, gid, groups } = guest.users.credentials(process.user)
  const state = stateLetter(guest, process)
  const capabilities = uid === 0 ? ALL_CAPABILITIES : NO_BITS
  const supplementary = isKernelThread(process) ? [] : groups.filter(group => group !== gid)
  const { threads } = memoryOf(guest, process)
  const rows: (readonly [string, string | number])[] = [
    ['Name', comm(process)],
    ['Umask', isKernelThread(process) ? '0000' : '0022'],
    ['State', `${state} (${STATES[state]})`],
    ['Tgid', pid],
    ['Ngid', 0],
    ['Pid', pid],
    ['PPid', ppid],
    ['TracerPid', 0],
    ['Uid', fourTimes(uid)],
    ['Gid', fourTimes(gid)],
    ['FDSize', 64],
    ['Groups', supplementary.map(group => `${group} `).join('') || ' '],
    ['NStgid', pid],
    ['NSpid', pid],
    ['NSpgid', groupOf(process)],
    ['NSsid', sessionOf(process)],
    ...(isKernelThread(process) || state === 'Z' ? [] : memoryRows(guest, process)),
    ['Threads', threads],
    ['SigQ', `0/${signalsLimit(guest)}`],
    ...['SigPnd', 'ShdPnd', 'SigBlk'].map(name => [name, NO_BITS] as const),
    ['SigIgn', signalMask(guest, process, 'ignore')],
    ['SigCgt', signalMask(guest, process, 'catch')],
    ['CapInh', NO_BITS],
    ['CapPrm', capabilities],
    ['CapEff', capabilities],
    ['CapBnd', ALL_CAPABILITIES],
    ['CapAmb', NO_BITS],
    ['NoNewPrivs', 0],
    ['Seccomp', 0],
    ['Seccomp_filters', 0],
    ['Speculation_Store_Bypass', 'thread vulnerable'],
    ['SpeculationIndirectBranch', 'conditional enabled'],
    ...processorRows(guest),
    ['Mems_allowed', '00000001'],
    ['Mems_allowed_list', 0],
    ['voluntary_ctxt_switches', 1],
    ['nonvoluntary_ctxt_switches', 0],
  ]
  return rows.map(([name, value]) => `${name}:\t${value}\n`).join('')
}

function memoryRows(guest: Guest, process: Process): (readonly [string, string | number])[] {
  const { size, resident, anonymous, data, stack, text, libraries, pageTables } = memoryOf(guest, process)
  const kB = (count: number) => `${String(count).padStart(8)} kB`
  return [
    ['VmPeak', kB(size)],
    ['VmSize', kB(size)],
    ['VmLck', kB(0)],
    ['VmPin', kB(0)],
    ['VmHWM', kB(resident)],
    ['VmRSS', kB(resident)],
    ['RssAnon', kB(anonymous)],
    ['RssFile', kB(resident - anonymous)],
    ['RssShmem', kB(0)],
    ['VmData', kB(data)],
    ['VmStk', kB(stack)],
    ['VmExe', kB(text)],
    ['VmLib', kB(libraries)],
    ['VmPTE', kB(pageTables)],
    ['VmSwap', kB(0)],
    ['HugetlbPages', kB(0)],
    ['CoreDumping', 0],
    ['THP_enabled', 1],
  ]
}

/** All that could be there: cpuset(7) doesn't care whether they are online. */
function processorRows({ vcpus }: Guest): (readonly [string, string])[] {
  const count = vcpus.list().length
  const groups: string[] = []
  for (let first = 0; first < count; first += 32) {
    const bits = 2n ** BigInt(Math.min(32, count - first)) - 1n
    groups.unshift(bits.toString(16).padStart(first + 32 < count ? 8 : 1, '0'))
  }
  return [
    ['Cpus_allowed', groups.join(',')],
    ['Cpus_allowed_list', count > 1 ? `0-${count - 1}` : '0'],
  ]
}

function fourTimes(id: number): string {
  return `${id}\t${id}\t${id}\t${id}`
}
