/** The vCPUs as QEMU counts them: those that the machine has, whether or not the guest uses them. */
import type { Qemu } from '../qemu.js'
import type { CpuTopology } from '../qemu-config.js'

/** Linux gives no thread a number as high (PID_MAX_LIMIT): what a tool does to these does nothing to the host. */
const FIRST_THREAD_ID = 4_194_305

/** Those of the vCPUs come first. */
export function threadId(index: number): number {
  return FIRST_THREAD_ID + index
}

export interface Cpu {
  readonly index: number
  readonly qomPath: string
  readonly threadId: number
  readonly props: { readonly 'socket-id': number; readonly 'core-id': number; readonly 'thread-id': number }
}

/** The machine type `none` has neither CPUs nor memory. */
export function hasBoard({ config }: Qemu): boolean {
  return config.machineType !== 'none'
}

export function cpus(qemu: Qemu): readonly Cpu[] {
  if (!hasBoard(qemu)) return []
  const { length } = qemu.guest.config.vcpus
  const topology = qemu.config.topology ?? { sockets: 1, cores: length, threads: 1 }
  return Array.from({ length }, (_, index) => ({
    index,
    qomPath: cpuPath(index),
    threadId: threadId(index),
    props: place(index, topology),
  }))
}

/** device[1] is what answers for the local APICs. */
function cpuPath(index: number): string {
  return `/machine/unattached/device[${index === 0 ? 0 : index + 1}]`
}

function place(index: number, { cores, threads }: CpuTopology): Cpu['props'] {
  return {
    'socket-id': Math.floor(index / (cores * threads)),
    'core-id': Math.floor(index / threads) % cores,
    'thread-id': index % threads,
  }
}
