/** What columns of ps(1) show that takes more than a member of the process. */
import { strftime } from '../strftime.js'
import type { ProcessView } from './process-view.js'
import type { Viewing } from './ps-column.js'

const HERTZ = 100n
const DAY = 86_400n

export function cpuSeconds({ cpuTicks }: ProcessView): bigint {
  return cpuTicks / HERTZ
}

/** What it has had of a processor since it was started, in thousandths. */
export function perMille({ cpuTicks, elapsedTicks }: ProcessView): bigint {
  return elapsedTicks === 0n ? 0n : (cpuTicks * 1000n) / elapsedTicks
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

export function cpuShare(process: ProcessView): string {
  const share = perMille(process)
  return share > 999n ? String(share / 10n) : `${share / 10n}.${share % 10n}`
}

export function memoryShare({ memory }: ProcessView, { totalMemory }: Viewing): string {
  const share = min((BigInt(memory.resident) * 1000n) / totalMemory, 999n)
  return `${share / 10n}.${share % 10n}`
}

export function commandName(process: ProcessView, { printable, nesting }: Viewing): string {
  return nesting(process) + printable(process.comm)
}

export function commandLine(process: ProcessView, viewing: Viewing): string {
  if (viewing.namesOnly) return commandName(process, viewing)
  return viewing.nesting(process) + viewing.printable(process.commandLine)
}

/** Only root may see where the processes of others sleep. */
export function waitChannel({ waitChannel, uid }: ProcessView, viewing: Viewing): string {
  return waitChannel === '0' || (viewing.uid !== 0 && viewing.uid !== uid) ? '-' : waitChannel
}

export function lstart({ startTime }: ProcessView, { local }: Viewing): string {
  return strftime('%a %b %e %T %Y', local(startTime))
}

export function started({ startTime }: ProcessView, { local, now }: Viewing): string {
  return strftime(now - startTime > DAY ? '  %b %d' : '%T', local(startTime))
}

export function bsdStart({ startTime }: ProcessView, { local, now }: Viewing): string {
  return strftime(now - startTime > DAY ? '%b %d' : ' %H:%M', local(startTime))
}

export function startTime({ startTime }: ProcessView, { local, now }: Viewing): string {
  const [then, today] = [local(startTime), local(now)]
  if (then.year !== today.year) return strftime(' %Y', then)
  return strftime(then.yearDay === today.yearDay ? '%H:%M' : '%b%d', then)
}
