/** How much memory a process has: nothing of it is simulated, so that the numbers are those of typical guests. */
import type { Guest } from '../guest.js'
import type { Process } from '../processes.js'
import { comm, isKernelThread } from './proc-pid-names.js'

/** kB, but for `threads`. */
export interface ProcessMemory {
  readonly size: number
  readonly resident: number
  /** Of `resident`, what isn't backed by files. */
  readonly anonymous: number
  readonly data: number
  readonly stack: number
  readonly text: number
  readonly libraries: number
  readonly pageTables: number
  readonly threads: number
}

const PAGE_KB = 4
const NONE: ProcessMemory = {
  size: 0,
  resident: 0,
  anonymous: 0,
  data: 0,
  stack: 0,
  text: 0,
  libraries: 0,
  pageTables: 0,
  threads: 1,
}

/** Size, what is resident, and threads, as ps(1) shows them in a small Debian 12. */
const TYPICAL: Readonly<Record<string, readonly [size: number, resident: number, threads?: number]>> = {
  agetty: [5872, 1016],
  bash: [8636, 5200],
  cat: [5448, 892],
  chronyd: [18948, 3524],
  cron: [6612, 2684],
  crond: [6612, 2684],
  dash: [2576, 900],
  'dbus-broker': [5128, 2816],
  'dbus-broker-lau': [11160, 5120],
  'dbus-daemon': [9124, 4672],
  dhclient: [5872, 3620, 4],
  init: [167_752, 12_160],
  login: [7504, 4208],
  master: [42_672, 4664],
  multipathd: [289_132, 27_136, 7],
  networkd: [236_292, 8960],
  NetworkManager: [257_644, 19_072, 3],
  nginx: [55_200, 5564],
  polkitd: [234_492, 6652, 3],
  ps: [11_084, 4360],
  python3: [107_032, 21_248, 2],
  'qemu-ga': [79_940, 5376],
  rsyslogd: [221_780, 4352, 4],
  sh: [2576, 900],
  sleep: [5464, 884],
  snapd: [1_246_412, 32_256, 8],
  sshd: [15_436, 9252],
  systemd: [167_752, 12_160],
  'systemd-journal': [32_968, 13_312],
  'systemd-logind': [49_548, 7808],
  'systemd-network': [16_404, 8832],
  'systemd-resolve': [21_604, 12_928],
  'systemd-timesyn': [90_080, 6656, 2],
  'systemd-udevd': [26_484, 6784],
  tuned: [262_940, 29_952, 4],
  udevd: [26_484, 6784],
}

export function memoryOf(guest: Guest, process: Process): ProcessMemory {
  if (isKernelThread(process) || process.ending !== undefined) return NONE
  const name = comm(process)
  const [size, resident, threads = 1] = (Object.hasOwn(TYPICAL, name) && TYPICAL[name]) || derived(guest, name)
  const libraries = Math.min(pages(size * 0.4), 9764)
  return {
    size,
    resident,
    anonymous: pages(resident * 0.3),
    data: pages(size * 0.12),
    stack: 132,
    text: pages(size * 0.05),
    libraries,
    pageTables: pages(40 + size / 1000),
    threads,
  }
}

/** Of a program that isn't known: the same for each of that name. */
function derived(guest: Guest, name: string): [number, number] {
  const [first = 0, second = 0] = guest.randomBytes(`process-memory/${name}`, 2)
  const resident = 2560 + first * 32
  return [resident * 2 + 1024 + second * 64, resident]
}

function pages(size: number): number {
  return Math.floor(size / PAGE_KB) * PAGE_KB
}
