import { createHash } from 'node:crypto'
import type { Program } from '../../../programs/program.js'
import { quotedIfNeeded } from '../../../programs/quote.js'
import { readAll } from '../../../programs/reading.js'
import { type Tool, tool } from '../../../programs/tool.js'
import { contentOf, linesOf } from './lines.js'

const OPTIONS = [
  'b,binary',
  'c,check',
  't,text',
  'tag',
  'z,zero',
  'quiet',
  'status',
  'strict',
  'w,warn',
  'ignore-missing',
]

/** md5sum and its like; `algorithm` as node:crypto calls it. */
export function checksum(algorithm: string): Program {
  const length = createHash(algorithm).digest('hex').length
  const title = algorithm.toUpperCase()
  return tool(tool => {
    const options = tool.options(OPTIONS)
    const operands = options.operands.length === 0 ? ['-'] : options.operands
    if (options.has('c')) {
      for (const operand of operands) check(tool, operand, { algorithm, length, title }, name => options.has(name))
      return
    }
    for (const operand of operands) {
      const sum = tool.get(
        () => hash(tool, algorithm, operand),
        text => `${quotedIfNeeded(operand)}: ${text}`,
      )
      if (sum === undefined) continue
      const escaped = operand.replace(/[\\\n\r]/g, each => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r' })[each] ?? each)
      const mark = escaped === operand ? '' : '\\'
      const mode = options.last('b', 't') === 'b' ? '*' : ' '
      tool.print(options.has('tag') ? `${mark}${title} (${escaped}) = ${sum}` : `${mark}${sum} ${mode}${escaped}`)
      tool.print(options.has('z') ? Uint8Array.of(0) : '\n')
    }
  })
}

function hash(tool: Tool, algorithm: string, operand: string): string {
  return createHash(algorithm).update(readAll(tool, operand)).digest('hex')
}

function check(
  tool: Tool,
  operand: string,
  { algorithm, length, title }: { readonly algorithm: string; readonly length: number; readonly title: string },
  has: (name: string) => boolean,
): void {
  const content = tool.get(
    () => contentOf(tool, operand),
    text => `${quotedIfNeeded(operand)}: ${text}`,
  )
  if (content === undefined) return
  const counts = { improper: 0, unread: 0, failed: 0, right: 0 }
  for (const line of linesOf(content)) {
    const match = new RegExp(
      `^\\\\?(?:([0-9a-fA-F]{${length}}) [ *](.+)|${title} \\((.+)\\) = ([0-9a-fA-F]{${length}}))$`,
    ).exec(line)
    if (match === null) {
      counts.improper++
      continue
    }
    const name = Buffer.from(match[2] ?? match[3] ?? '', 'latin1').toString('utf8')
    const wanted = (match[1] ?? match[4] ?? '').toLowerCase()
    if (has('ignore-missing') && !tool.files.exists(tool.path(name), tool.cred)) continue
    const sum = tool.get(
      () => hash(tool, algorithm, name),
      text => `${quotedIfNeeded(name)}: ${text}`,
    )
    if (sum === undefined) counts.unread++
    else if (sum === wanted) counts.right++
    else counts.failed++
    const verdict = sum === undefined ? 'FAILED open or read' : sum === wanted ? 'OK' : 'FAILED'
    if (!has('status') && !(verdict === 'OK' && has('quiet'))) tool.print(`${quotedIfNeeded(name)}: ${verdict}\n`)
  }
  const shown = operand === '-' ? "'standard input'" : quotedIfNeeded(operand)
  if (counts.unread + counts.failed + counts.right === 0) {
    tool.warn(`${shown}: no properly formatted checksum lines found`)
    return
  }
  const warn = (count: number, one: string, many: string) => {
    if (count > 0 && !has('status')) tool.warn(`WARNING: ${count} ${count === 1 ? one : many}`)
  }
  warn(counts.improper, 'line is improperly formatted', 'lines are improperly formatted')
  warn(counts.unread, 'listed file could not be read', 'listed files could not be read')
  warn(counts.failed, 'computed checksum did NOT match', 'computed checksums did NOT match')
  tool.exitCode = counts.unread + counts.failed > 0 || (has('strict') && counts.improper > 0) ? 1 : 0
}
