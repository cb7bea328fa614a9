/** What a command by some name would be. */
import type { Shell } from '../shell.js'
import { SPECIAL } from './special.js'

const KEYWORDS = 'if then else elif fi case esac for while until do done in { } !'.split(' ')
const KEYWORDS_OF_BASH = [...KEYWORDS, 'select', 'function', 'time', '[[', ']]', 'coproc']

export type Found =
  | { readonly kind: 'alias' | 'keyword' | 'function' | 'builtin' | 'special builtin' }
  | { readonly kind: 'file'; readonly path: string; readonly isHashed: boolean }

export interface Search {
  /** Whether there is a builtin of that name. */
  readonly isBuiltin: (name: string) => boolean
  readonly skipFunctions?: boolean
  readonly path?: string
}

export function keywords({ dialect }: Shell): readonly string[] {
  return dialect.isBash ? KEYWORDS_OF_BASH : dialect.name === 'ash' ? [...KEYWORDS, '[[', 'function', 'time'] : KEYWORDS
}

/** All of that name, what would be executed first. */
export function findAll(shell: Shell, name: string, { isBuiltin, skipFunctions = false, path }: Search): Found[] {
  const found: Found[] = []
  const knowsAliases = !shell.dialect.isBash || shell.shopt.has('expand_aliases')
  if (knowsAliases && shell.aliases.has(name)) found.push({ kind: 'alias' })
  if (keywords(shell).includes(name)) found.push({ kind: 'keyword' })
  if (!skipFunctions && shell.functions.has(name)) found.push({ kind: 'function' })
  if (isBuiltin(name) && !shell.disabled.has(name))
    found.push({ kind: !shell.dialect.isBash && SPECIAL.has(name) ? 'special builtin' : 'builtin' })
  for (const file of findFiles(shell, name, path)) {
    found.push({ kind: 'file', path: file, isHashed: shell.hashed.get(name)?.path === file })
  }
  return found
}

/** Executable files of that name, in the order of PATH; a name with a slash is one itself. */
export function findFiles(
  { task, variables, dialect }: Shell,
  name: string,
  path = variables.text('PATH') ?? '',
): string[] {
  const { files } = task.guest
  const isExecutable = (file: string) => {
    const full = task.path(file)
    if (!files.exists(full, task.cred)) return false
    const { kind, mode } = files.stat(full, task.cred)
    return kind === 'file' && (mode & 0o111) !== 0
  }
  if (name === '') return []
  if (name.includes('/'))
    return (dialect.isBash ? isExecutable(name) : files.exists(task.path(name), task.cred)) ? [name] : []
  return path.split(':').flatMap(directory => {
    const file = `${directory === '' ? '.' : directory.replace(/(?<=.)\/$/, '')}/${name}`
    return isExecutable(file) ? [file] : []
  })
}
