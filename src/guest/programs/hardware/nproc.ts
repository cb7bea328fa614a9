import { quoted, quotedWord } from '../quote.js'
import { tool } from '../tool.js'

/** coreutils' nproc(1): what may be used is what is online, unless OpenMP's variables say otherwise. */
export const nproc = tool(tool => {
  const options = tool.options(['all', 'ignore='])
  const text = options.value('ignore')
  if (text !== undefined && !/^\d+$/.test(text)) throw tool.fail(`invalid number: ${quotedWord(text)}`)
  const [extra] = options.operands
  if (extra !== undefined) throw tool.usage(`extra operand ${quoted(extra)}`)
  const all = tool.guest.vcpus.list()
  const { OMP_NUM_THREADS, OMP_THREAD_LIMIT } = tool.call.env
  const limit = threads(OMP_THREAD_LIMIT) ?? Number.POSITIVE_INFINITY
  const online = threads(OMP_NUM_THREADS) ?? all.filter(vcpu => vcpu.online).length
  const count = options.has('all') ? all.length : Math.min(online, limit)
  tool.print(`${Math.max(1, count - Number(text ?? 0))}\n`)
})

/** The first of a list; 0 and what is no number count as unset. */
function threads(text: string | undefined): number | undefined {
  const digits = /^\s*(\d+)\s*(?:,|$)/.exec(text ?? '')?.[1]
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits)
}
