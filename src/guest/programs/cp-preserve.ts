/** What cp --preserve names: which attributes a copy gets. */
import type { Attribute } from './copy.js'
import type { GivenOptions } from './options.js'
import { quotedWord } from './quote.js'
import type { Tool } from './tool.js'

export const EVERYTHING: readonly Attribute[] = ['mode', 'ownership', 'timestamps']

/** `xattr` there are none, and of hard links every name is copied. */
const NAMES: Readonly<Record<string, readonly Attribute[]>> = {
  mode: ['mode'],
  timestamps: ['timestamps'],
  ownership: ['ownership'],
  links: [],
  context: [],
  xattr: [],
  all: EVERYTHING,
}

export function preserved(tool: Tool, { list }: GivenOptions): ReadonlySet<Attribute> {
  const kept = new Set<Attribute>()
  for (const { name, value } of list) {
    if (name === 'p' || name === 'a' || name === 'preserve') {
      for (const attribute of value === undefined ? EVERYTHING : named(tool, name, value)) kept.add(attribute)
    } else if (name === 'no-preserve') {
      for (const attribute of named(tool, name, value ?? '')) kept.delete(attribute)
    }
  }
  return kept
}

function named(tool: Tool, option: string, value: string): readonly Attribute[] {
  return value.split(',').flatMap(word => {
    const found = Object.keys(NAMES).filter(name => name.startsWith(word))
    const [name = ''] = found
    if (found.length !== 1) {
      tool.warn(
        `${found.length === 0 ? 'invalid' : 'ambiguous'} argument ${quotedWord(word)} for ${quotedWord(`--${option}`)}`,
      )
      tool.stderr.add(
        `Valid arguments are:\n${Object.keys(NAMES)
          .map(it => `  - '${it}'\n`)
          .join('')}`,
      )
      throw tool.usage(undefined)
    }
    if (name === 'context' && option === 'preserve') {
      throw tool.fail('cannot preserve security context without an SELinux-enabled kernel')
    }
    return NAMES[name] ?? []
  })
}
