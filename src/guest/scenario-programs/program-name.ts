import type { ProgramConfig } from '../config.js'

type Named = { readonly [K in 'match' | 'path' | 'argv']?: ProgramConfig[K] | undefined }

/**
 * The program that an entry is for, so that the guest can have it; undefined where it doesn't say. `readName`: how the
 * system reads that of a `match`.
 */
export function programName({ match, path, argv }: Named, readName: (match: string) => string): string | undefined {
  if (path !== undefined) return path
  if (match !== undefined) return readName(match) || undefined
  const [first] = argv ?? []
  return typeof first === 'string' && first !== '...' && !first.includes('*') ? first : undefined
}
