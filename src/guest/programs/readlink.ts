import { type Missing, resolveLinks } from './canonical.js'
import { quotedIfNeeded } from './quote.js'
import { tool } from './tool.js'

const OPTIONS = [
  'f,canonicalize',
  'e,canonicalize-existing',
  'm,canonicalize-missing',
  'n,no-newline',
  'q,s,quiet,silent',
  'v,verbose',
  'z,zero',
]
const MISSING: Readonly<Record<string, Missing>> = { f: 'last', e: 'none', m: 'all' }
const NUL = Uint8Array.of(0)

export const readlink = tool(tool => {
  const options = tool.options(OPTIONS)
  const { operands } = options
  if (operands.length === 0) throw tool.usage('missing operand')
  const missing = MISSING[options.last('f', 'e', 'm') ?? '']
  const several = operands.length > 1
  if (several && options.has('n')) tool.stderr.add(`${tool.name}: ignoring --no-newline with multiple arguments\n`)
  const end = options.has('n') && !several ? '' : options.has('z') ? NUL : '\n'
  const verbose = options.last('q', 'v') === 'v'
  for (const name of operands) {
    const target = tool.get(
      () =>
        missing === undefined ? tool.files.readlink(tool.path(name), tool.cred) : resolveLinks(tool, name, missing),
      text => (verbose ? `${quotedIfNeeded(name)}: ${text}` : undefined),
    )
    if (target !== undefined) tool.print(target, end)
  }
})
