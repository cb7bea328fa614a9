import type { ProgramConfig } from '../config.js'
import { programsOfRegex } from './regex-program.js'

type Named = { readonly [K in 'match' | 'path' | 'argv' | 'regex']?: ProgramConfig[K] | undefined }

/**
 * The programs that an entry is for, so that the guest can have them; none where it doesn't say. `readName`: how the
 * system reads that of a `match`.
 */
export function programNames({ match, path, argv, regex }: Named, readName: (match: string) => string): string[] {
  if (path !== undefined) return [path]
  if (match !== undefined) return [readName(match)].filter(name => name !== '')
  if (regex !== undefined) return programsOfRegex(regex)
  const [first] = argv ?? []
  return typeof first === 'string' && first !== '...' && !first.includes('*') ? [first] : []
}
