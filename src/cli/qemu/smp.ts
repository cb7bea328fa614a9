/** -smp: how many vCPUs there are. */
import { QemuError } from './error.js'
import type { Group } from './group.js'
import type { MachineChoice } from './machine.js'

export interface CpuCounts {
  readonly cpus: number
  readonly maxcpus: number
  readonly sockets: number
  readonly dies: number
  readonly cores: number
  readonly threads: number
}

const KEYS = ['cpus', 'maxcpus', 'sockets', 'dies', 'clusters', 'cores', 'threads']

/** Throws QemuError. `warn` is told what is deprecated. */
export function readSmp(smp: Group, machine: MachineChoice, warn: (text: string) => void): CpuCounts {
  const unexpected = [...smp.keys()].find(key => !KEYS.includes(key))
  const given = Object.fromEntries(KEYS.map(key => [key, readCount(smp, key)]))
  if (unexpected !== undefined) throw new QemuError(`Parameter 'smp.${unexpected}' is unexpected`)
  if ([...smp.values()].some(value => /^[-+]?0+$/.test(value))) {
    warn('warning: Deprecated CPU topology (considered invalid): CPU topology parameters must be greater than zero')
  }
  for (const [key, isThere] of [
    ['dies', ['pc', 'q35', 'isapc'].includes(machine.kind)],
    ['clusters', false],
  ] as const) {
    if (!isThere && (given[key] ?? 0) > 1) throw new QemuError(`${key} not supported by this machine's CPU topology`)
  }
  const counts = complete(given)
  const { cpus, maxcpus, sockets, dies, cores, threads } = counts
  const hierarchy = `sockets (${sockets}) * dies (${dies}) * cores (${cores}) * threads (${threads})`
  const product = sockets * dies * cores * threads
  if (product !== maxcpus) {
    const rule = 'product of the hierarchy must match maxcpus'
    throw new QemuError(`Invalid CPU topology: ${rule}: ${hierarchy} != maxcpus (${maxcpus})`)
  }
  if (maxcpus < cpus) {
    const rule = 'maxcpus must be equal to or greater than smp'
    throw new QemuError(`Invalid CPU topology: ${rule}: ${hierarchy} == maxcpus (${maxcpus}) < smp_cpus (${cpus})`)
  }
  if (maxcpus > machine.mostCpus || maxcpus < 0) {
    const most = `The max CPUs supported by machine '${machine.name}' is ${machine.mostCpus}`
    throw new QemuError(`Invalid SMP CPUs ${maxcpus}. ${most}`)
  }
  return counts
}

function readCount(smp: Group, key: string): number {
  const text = smp.get(key) ?? '0'
  if (!/^[-+]?\d+$/.test(text)) throw new QemuError(`Parameter 'smp.${key}' expects integer`)
  return Number(text)
}

/** What is left out comes of the rest: cores first, as machines since 6.2 have it. */
function complete(given: Readonly<Record<string, number>>): CpuCounts {
  const { cpus = 0, threads = 0, cores = 0, sockets = 0 } = given
  const dies = given.dies || 1
  let [s, c, t] = [sockets, cores, threads]
  let maxcpus = given.maxcpus || cpus
  if (maxcpus === 0) [s, c, t] = [s || 1, c || 1, t || 1]
  else if (c === 0) {
    ;[s, t] = [s || 1, t || 1]
    c = Math.trunc(maxcpus / (s * dies * t))
  } else if (s === 0) {
    t = t || 1
    s = Math.trunc(maxcpus / (dies * c * t))
  }
  if (t === 0) t = Math.trunc(maxcpus / (s * dies * c))
  maxcpus = maxcpus || s * dies * c * t
  return { cpus: cpus || maxcpus, maxcpus, sockets: s, dies, cores: c, threads: t }
}
