/** The columns of ps(1) by the names that -o takes. */
import { cpuTime, elapsedTime, minutesAndSeconds } from './durations.js'
import type { ProcessView } from './process-view.js'
import { type Column, group, left, number, right, user } from './ps-column.js'
import {
  bsdStart,
  commandLine,
  commandName,
  cpuSeconds,
  cpuShare,
  lstart,
  memoryShare,
  min,
  perMille,
  started,
  startTime,
  waitChannel,
} from './ps-values.js'

const PID_WIDTH = 7

const arguments_ = (header: string) => left(header, 27, commandLine)
const name = (header: string) => left(header, 15, commandName)
const terminal = (header: string): Column => ({ header, width: 8, align: 'left', show: ({ tty }) => tty })
const pid = (header: string, get: (process: ProcessView) => number) => number(header, PID_WIDTH, get)
const uid = (header: string) => number(header, 5, process => process.uid)
const gid = (header: string) => number(header, 5, process => process.gid)
const signals = (header: string) => right(header, 16, () => '0000000000000000')
const total = (header: string) =>
  right(
    header,
    8,
    p => cpuTime(cpuSeconds(p)),
    p => p.cpuTicks,
  )
const resident = (header: string) => number(header, 5, ({ memory }) => memory.resident)
const size = number('VSZ', 6, ({ memory }) => memory.size)
const share = right('%CPU', 4, cpuShare, p => perMille(p))
const ofMemory = right('%MEM', 4, memoryShare, ({ memory }) => memory.resident)
const state = left('S', 1, p => p.state)
const flags = right(
  'F',
  1,
  ({ flags }) => ((flags >> 6) & 7).toString(8),
  p => p.flags,
)
const nice = right('NI', 3, () => '0')
const policy = left('POL', 3, () => 'TS')
const threads = (header: string, width: number) => number(header, width, ({ memory }) => memory.threads)
const use = right(
  'C',
  2,
  p => String(min(perMille(p) / 10n, 99n)),
  p => perMille(p),
)
const priority = right('PRI', 3, () => '20')
const waiting = left('WCHAN', 6, waitChannel)

export const COLUMNS: ReadonlyMap<string, Column> = new Map<string, Column>([
  ['%cpu', share],
  ['%mem', ofMemory],
  ['addr', left('ADDR', 1, () => '-')],
  ['args', arguments_('COMMAND')],
  ['blocked', signals('BLOCKED')],
  ['bsdstart', right('START', 6, bsdStart, p => p.startTicks)],
  [
    'bsdtime',
    right(
      'TIME',
      6,
      p => minutesAndSeconds(cpuSeconds(p)),
      p => p.cpuTicks,
    ),
  ],
  ['c', use],
  ['caught', signals('CAUGHT')],
  ['class', left('CLS', 3, () => 'TS')],
  ['cls', right('CLS', 3, () => 'TS')],
  ['cmd', arguments_('CMD')],
  ['comm', name('COMMAND')],
  ['command', arguments_('COMMAND')],
  ['cp', right('CP', 3, p => String(min(perMille(p), 999n)))],
  ['cpuid', number('CPUID', 5, p => p.processor)],
  ['cputime', total('TIME')],
  ['cputimes', number('TIME', 8, cpuSeconds)],
  ['egid', gid('EGID')],
  ['egroup', group('EGROUP')],
  [
    'etime',
    right(
      'ELAPSED',
      11,
      p => elapsedTime(p.elapsed),
      p => -p.startTicks,
    ),
  ],
  ['etimes', number('ELAPSED', 7, p => p.elapsed)],
  ['euid', uid('EUID')],
  ['euser', user('EUSER')],
  ['exe', left('EXE', 27, ({ process }) => process.exe ?? process.argv[0] ?? '-')],
  ['f', flags],
  ['fgid', gid('FGID')],
  ['fgroup', group('FGROUP')],
  ['flag', flags],
  ['flags', flags],
  ['fname', left('COMMAND', 8, (p, { printable }) => printable(p.comm))],
  ['fuid', uid('FUID')],
  ['fuser', user('FUSER')],
  ['gid', gid('GID')],
  ['group', group('GROUP')],
  ['ignored', signals('IGNORED')],
  ['intpri', right('PRI', 3, () => '80')],
  ['lstart', right('STARTED', 24, lstart, p => p.startTicks)],
  ['lwp', pid('LWP', p => p.pid)],
  ['ni', nice],
  ['nice', nice],
  ['nlwp', threads('NLWP', 4)],
  ['opri', right('PRI', 3, () => '80')],
  ['pcpu', share],
  ['pending', signals('PENDING')],
  ['pgid', pid('PGID', p => p.pgid)],
  ['pgrp', pid('PGRP', p => p.pgid)],
  ['pid', pid('PID', p => p.pid)],
  ['pmem', ofMemory],
  ['policy', policy],
  ['ppid', pid('PPID', p => p.ppid)],
  ['pri', right('PRI', 3, () => '19')],
  ['priority', priority],
  ['psr', number('PSR', 3, p => p.processor)],
  ['rgid', gid('RGID')],
  ['rgroup', group('RGROUP')],
  ['rss', resident('RSS')],
  ['rssize', resident('RSS')],
  ['rsz', resident('RSZ')],
  ['rtprio', right('RTPRIO', 6, () => '-')],
  ['ruid', uid('RUID')],
  ['ruser', user('RUSER')],
  ['s', state],
  ['sess', pid('SESS', p => p.sid)],
  ['session', pid('SESS', p => p.sid)],
  ['sgid', gid('SGID')],
  ['sid', pid('SID', p => p.sid)],
  ['sig', signals('PENDING')],
  ['sigmask', signals('BLOCKED')],
  ['spid', pid('SPID', p => p.pid)],
  ['start', right('STARTED', 8, started, p => p.startTicks)],
  ['start_time', right('START', 5, startTime, p => p.startTicks)],
  ['stat', left('STAT', 4, p => p.stat)],
  ['state', state],
  ['stime', right('STIME', 5, startTime, p => p.startTicks)],
  ['suid', uid('SUID')],
  ['suser', user('SUSER')],
  ['sz', number('SZ', 5, ({ memory }) => memory.size / 4)],
  ['tgid', pid('TGID', p => p.pid)],
  ['thcount', threads('THCNT', 5)],
  ['tid', pid('TID', p => p.pid)],
  ['time', total('TIME')],
  ['times', number('TIME', 8, cpuSeconds)],
  ['tname', terminal('TTY')],
  ['tpgid', pid('TPGID', p => p.terminal?.foreground ?? -1)],
  ['tt', terminal('TT')],
  ['tty', terminal('TT')],
  ['tty8', terminal('TTY')],
  ['ucmd', name('CMD')],
  ['ucomm', name('COMMAND')],
  ['uid', uid('UID')],
  ['uname', user('USER')],
  ['user', user('USER')],
  ['util', use],
  ['vsize', size],
  ['vsz', size],
  ['wchan', waiting],
  ['wname', waiting],
])

/** Those of the real ps that show what is not simulated. */
export const OTHER_COLUMNS: ReadonlySet<string> = new Set(
  `ag_id ag_nice atime cgname cgroup cgroupns context cuc cuu drs dsiz eip esp fsgid fsgroup fsuid fsuser ipcns label
  lastcpu lim longtname lsession luid lxc m_drs m_size m_trs machine maj_flt majflt min_flt minflt mntns netns numa oom
  oomadj ouid pagein pidns pri_api pri_bar pri_baz pri_foo pss rbytes rchars rops sched seat sgi_p sgi_rss sgroup
  sig_block sig_catch sig_ignore sig_pend sigcatch sigignore size slice stackp start_stack supgid supgrp svgid svgroup
  svuid svuser timens trs trss tsig tsiz tty4 ucmd uid_hack unit userns uss utsns uunit wbytes wcbytes wchars wops
  zone`.split(/\s+/),
)
