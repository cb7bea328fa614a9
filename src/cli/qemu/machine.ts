/** -machine and -accel: which machine it is, and whether KVM may run it. */
import { machineTypes } from '../../monitor/qmp/machine-types.js'
import { QemuError } from './error.js'
import type { Group } from './group.js'

export interface MachineChoice {
  readonly kind: keyof typeof KINDS
  /** As it was named: "pc". */
  readonly type: string
  /** Aliases resolved: "pc-i440fx-7.2". */
  readonly name: string
  /** So many vCPUs fit into it. */
  readonly mostCpus: number
}

const KINDS = {
  pc: { name: 'pc-i440fx-7.2', mostCpus: 255 },
  q35: { name: 'pc-q35-7.2', mostCpus: 288 },
  none: { name: 'none', mostCpus: 1 },
  microvm: { name: 'microvm', mostCpus: 288 },
  isapc: { name: 'isapc', mostCpus: 1 },
} as const

/** What QEMU takes where none is named. */
export const DEFAULT_MACHINE: MachineChoice = { kind: 'pc', type: 'pc', ...KINDS.pc }

/** The QEMU whose command line this is. */
const VERSION = '7.2.22'

/** Whether that QEMU has it. */
export function isMachine(type: string): boolean {
  return Object.hasOwn(KINDS, type) || machineTypes(VERSION).some(({ name }) => name === type)
}

/** @param version Of QEMU. Throws QemuError. Undefined: no machine was named. */
export function readMachine(type: string | undefined, version = VERSION): MachineChoice | undefined {
  if (type === undefined) return undefined
  if (Object.hasOwn(KINDS, type)) {
    const kind = type as keyof typeof KINDS
    return { kind, type, ...KINDS[kind] }
  }
  const info = machineTypes(version).find(({ name }) => name === type)
  if (info === undefined) throw new QemuError('unsupported machine type\nUse -machine help to list supported machines')
  return { kind: type.startsWith('pc-q35-') ? 'q35' : 'pc', type, name: type, mostCpus: info['cpu-max'] }
}

/** What -machine help lists. */
export const MACHINE_HELP = `Supported machines are:
microvm              a small machine without PCI
pc                   i440FX (alias of pc-i440fx-7.2)
pc-i440fx-7.2        i440FX
q35                  Q35 (alias of pc-q35-7.2)
pc-q35-7.2           Q35
isapc                a machine with ISA alone
none                 no machine
`

const ACCELERATORS = ['tcg', 'kvm']

export const ACCELERATOR_HELP = 'Accelerators supported in QEMU binary:\ntcg\nkvm\n'

export interface AcceleratorOptions {
  readonly machine: Group
  /** Values of -accel, in order; -enable-kvm is `kvm`. */
  readonly accel: readonly { readonly typed: string; readonly name: string }[]
  /** The program is called `kvm`, or ends so. */
  readonly prefersKvm: boolean
}

/** Whether KVM is among those to try before TCG is found to do. Throws QemuError. */
export function allowsKvm({ machine, accel, prefersKvm }: AcceleratorOptions): boolean {
  const list = machine.get('accel')
  if (list !== undefined && accel.length > 0) {
    throw new QemuError('The -accel and "-machine accel=" options are incompatible')
  }
  const unknown = accel.find(({ name }) => !ACCELERATORS.includes(name))
  // Those behind one that works are not looked at.
  const works = (name: string) => name === 'tcg'
  const names = list === undefined ? accel.map(({ name }) => name) : list.split(':').filter(name => name !== '')
  const tried = names.slice(0, names.findIndex(works) === -1 ? names.length : names.findIndex(works) + 1)
  if (unknown !== undefined && tried.includes(unknown.name)) {
    throw new QemuError(`${unknown.typed}: invalid accelerator ${unknown.name}`)
  }
  const bad = tried.find(name => !ACCELERATORS.includes(name))
  if (bad !== undefined) throw new QemuError(`invalid accelerator ${bad}`)
  if (list !== undefined && names.length === 0) throw new QemuError('no accelerator found')
  if (names.length === 0) return prefersKvm
  return tried.includes('kvm')
}
