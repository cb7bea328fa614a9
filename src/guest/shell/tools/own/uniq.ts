import { textBytes } from '../../../programs/output.js'
import { quotedIfNeeded, quotedWord } from '../../../programs/quote.js'
import { type Tool, tool } from '../../../programs/tool.js'
import { contentOf, linesOf, printLatin1 } from './lines.js'

const OPTIONS = [
  ...['c,count', 'd,repeated', 'D', 'i,ignore-case', 'u,unique', 'f,skip-fields=', 's,skip-chars=', 'w,check-chars='],
  'z,zero-terminated',
]

export const uniq = tool(tool => {
  const options = tool.options(OPTIONS)
  const [operand = '-', output, extra] = options.operands
  if (extra !== undefined) throw tool.usage(`extra operand ${quotedWord(extra)}`)
  const fields = number(tool, 'fields to skip', options.value('f')) ?? 0
  const skipped = number(tool, 'bytes to skip', options.value('s')) ?? 0
  const width = number(tool, 'bytes to compare', options.value('w'))
  const key = (line: string) => {
    let rest = line
    for (let left = fields; left > 0; left--) rest = rest.replace(/^[ \t\n]*[^ \t\n]*/, '')
    const compared = rest.slice(skipped, width === undefined ? undefined : skipped + width)
    return options.has('i') ? compared.toLowerCase() : compared
  }
  const end = options.has('z') ? '\0' : '\n'
  const content = tool.get(
    () => contentOf(tool, operand),
    text => `${quotedIfNeeded(operand)}: ${text}`,
  )
  if (content === undefined) return
  const groups: { readonly key: string; readonly lines: string[] }[] = []
  for (const line of linesOf(content, end)) {
    const last = groups.at(-1)
    if (last !== undefined && last.key === key(line)) last.lines.push(line)
    else groups.push({ key: key(line), lines: [line] })
  }
  let text = ''
  for (const { lines } of groups) {
    if (options.has('d') && lines.length === 1) continue
    if (options.has('u') && lines.length > 1) continue
    if (options.has('D')) {
      if (lines.length > 1) text += lines.map(line => line + end).join('')
      continue
    }
    text += `${options.has('c') ? `${String(lines.length).padStart(7)} ` : ''}${lines[0]}${end}`
  }
  if (output === undefined || output === '-') printLatin1(tool, text)
  else {
    const file = tool.files.open(
      tool.path(output),
      { read: false, write: true, create: true, truncate: true },
      0o666,
      tool.cred,
    )
    for (let bytes: Uint8Array = Buffer.from(text, 'latin1'); bytes.length > 0; )
      bytes = bytes.subarray(file.write(bytes))
    file.close()
  }
})

function number(tool: Tool, what: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text))
    throw tool.fail(`${Buffer.from(textBytes(text)).toString('latin1')}: invalid number of ${what}`)
  return Number(text)
}
