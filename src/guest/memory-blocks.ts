/** The memory blocks of the guest, as /sys/devices/system/memory has them. */
import type { OnChange } from './changes.js'
import type { MemoryConfig } from './config.js'
import { Errno } from './errno.js'
import { kernfsOrder } from './kernfs-order.js'

export interface MemoryBlock {
  readonly index: bigint
  readonly online: boolean
  /** What the file `removable` says. */
  readonly canOffline: boolean
}

/** The indexes of the blocks that are online. */
export type MemoryBlocksSnapshot = readonly bigint[]

export class MemoryBlocks {
  readonly #config: MemoryConfig
  readonly #onChange: OnChange
  /** In directory order, which is the order of replies. */
  readonly #blocks: MemoryConfig['blocks']
  readonly #online: Set<bigint>

  constructor(config: MemoryConfig, onChange: OnChange) {
    this.#config = config
    this.#onChange = onChange
    this.#blocks = kernfsOrder(config.blocks, block => `memory${block.index}`)
    this.#online = new Set(config.blocks.filter(block => block.online).map(block => block.index))
  }

  /** Bytes of a block; 0n for a guest without the directory in sysfs. */
  get blockSize(): bigint {
    return this.#config.blockSize
  }

  /** In the order of the directory. */
  list(): readonly MemoryBlock[] {
    return this.#blocks.map(({ index, canOffline }) => ({ index, online: this.#online.has(index), canOffline }))
  }

  get(index: bigint): MemoryBlock | undefined {
    return this.list().find(block => block.index === index)
  }

  /** What a write to the file `state` does. Throws ENOENT, and what the scenario says the kernel refuses with. */
  setOnline(index: bigint, online: boolean): void {
    const block = this.#config.blocks.find(block => block.index === index)
    if (block === undefined) throw new Errno('ENOENT')
    if (this.#online.has(index) === online) return
    if (block.error !== undefined) throw new Errno(block.error)
    if (!online && !block.canOffline) throw new Errno('EBUSY')
    if (online) this.#online.add(index)
    else this.#online.delete(index)
    this.#onChange({ what: 'memory-block', index, online })
  }

  /** As after a boot. */
  reset(): void {
    this.restore(this.#config.blocks.filter(block => block.online).map(block => block.index))
  }

  snapshot(): MemoryBlocksSnapshot {
    return [...this.#online]
  }

  restore(snapshot: MemoryBlocksSnapshot): void {
    this.#online.clear()
    for (const index of snapshot) this.#online.add(index)
  }
}
