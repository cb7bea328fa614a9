/** The CPU models of QEMU that are no product of anybody, in its order. */
export interface CpuModel {
  readonly name: string
  readonly aliasOf?: string
  /** Its features are the same in every version. */
  readonly isStatic?: boolean
  readonly isSafe?: boolean
  readonly needsKvm?: boolean
}

export const CPU_MODELS: readonly CpuModel[] = [
  { name: 'max', isSafe: false },
  { name: 'host', isSafe: false, needsKvm: true },
  { name: 'base', isStatic: true },
  { name: 'qemu64-v1' },
  { name: 'qemu64', aliasOf: 'qemu64-v1' },
]
