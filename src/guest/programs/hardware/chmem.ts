import { Errno } from '../../errno.js'
import type { MemoryBlock } from '../../memory-blocks.js'
import { parseCount } from '../counts.js'
import { shortSize } from '../storage/sizes.js'
import { refuse } from '../storage/table-options.js'
import { type Tool, tool } from '../tool.js'

const SOME_DONE = 64

/** util-linux's chmem(8). */
export const chmem = tool(
  tool => {
    const options = tool.options(['b,blocks', 'd,disable', 'e,enable', 'z,zone=', 'v,verbose'])
    refuse(tool, options, ['z'])
    if (options.has('d') && options.has('e')) throw tool.fail('mutually exclusive arguments: --disable --enable')
    const [operand, extra] = options.operands
    if (operand === undefined || extra !== undefined || !(options.has('d') || options.has('e'))) {
      throw tool.usage('bad usage')
    }
    const enable = options.has('e')
    const verbose = options.has('v')
    const range = /^(0x[\da-f]+|\d+)-(0x[\da-f]+|\d+)$/i.exec(operand)
    if (range !== null || options.has('b')) {
      const [first, last] = blocksOf(tool, operand, range, options.has('b'))
      changeRange(tool, enable, verbose, first, last)
      return
    }
    const size = parseCount(operand)
    if (size === undefined) throw tool.fail(`Failed to parse size: '${operand}': Invalid argument`)
    changeSize(tool, enable, verbose, size)
  },
  { shortName: true },
)

function blocksOf(tool: Tool, operand: string, range: RegExpExecArray | null, byNumber: boolean): [bigint, bigint] {
  const [from, to] = range === null ? [operand, operand] : [range[1] ?? '', range[2] ?? '']
  const [start, end] = [from, to].map(text => (/^(0x[\da-f]+|\d+)$/i.test(text) ? BigInt(text) : undefined))
  if (start === undefined || end === undefined) throw tool.fail(`Failed to parse index: '${operand}'`)
  if (end < start) throw tool.fail(`Invalid range: ${operand}`)
  const size = byNumber ? 1n : tool.guest.memory.blockSize || 1n
  return [start / size, end / size]
}

function inOrder(tool: Tool): readonly MemoryBlock[] {
  return tool.guest.memory.list().toSorted((a, b) => (a.index < b.index ? -1 : 1))
}

function changeRange(tool: Tool, enable: boolean, verbose: boolean, first: bigint, last: bigint): void {
  const blocks = inOrder(tool).filter(({ index }) => index >= first && index <= last)
  const failed = blocks.filter(block => !changeOne(tool, block, enable, verbose, true))
  if (blocks.length === 0 || failed.length === blocks.length) tool.exitCode = 1
  else if (failed.length > 0) tool.exitCode = SOME_DONE
}

/** Memory is taken into use from its beginning and out of use from its end. */
function changeSize(tool: Tool, enable: boolean, verbose: boolean, size: bigint): void {
  const { blockSize } = tool.guest.memory
  let left = size
  const blocks = enable ? inOrder(tool) : inOrder(tool).toReversed()
  for (const block of blocks) {
    if (left < blockSize || left === 0n) break
    if (block.online !== enable && changeOne(tool, block, enable, verbose, verbose)) left -= blockSize
  }
  tool.exitCode = 0
  if (left === 0n) return
  const done = size - left
  tool.warn(`Could only ${enable ? 'enable' : 'disable'} ${shortSize(done)} of memory`, done === 0n ? 1 : SOME_DONE)
}

function changeOne(tool: Tool, block: MemoryBlock, enable: boolean, verbose: boolean, complains: boolean): boolean {
  const { memory } = tool.guest
  const verb = enable ? 'enable' : 'disable'
  const address = (bytes: bigint) => `0x${bytes.toString(16).padStart(16, '0')}`
  const start = block.index * memory.blockSize
  const name = `Memory Block ${block.index} (${address(start)}-${address(start + memory.blockSize - 1n)})`
  if (block.online === enable) {
    if (verbose) tool.print(`${name} already ${verb}d\n`)
    return true
  }
  const action = () => {
    if (tool.cred.uid !== 0) throw new Errno('EACCES')
    memory.setOnline(block.index, enable)
    return true
  }
  const done = tool.get(action, reason => (complains ? `${name} ${verb} failed: ${reason}` : undefined)) ?? false
  if (done && verbose) tool.print(`${name} ${verb}d\n`)
  return done
}
