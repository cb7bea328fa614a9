/** Children below their parents, and the lines that lead to them. */
import type { ProcessView } from './process-view.js'

const INIT = 1

/** What stands before the command. */
export type Nesting = (process: ProcessView) => string

export interface Forest {
  readonly processes: readonly ProcessView[]
  readonly nesting: Nesting
}

/** Of those that are shown; what has no parent among them begins a tree. `art`: with branches, otherwise only indented. */
export function forestOf(processes: readonly ProcessView[], art: boolean): Forest {
  const shown = new Set(processes.map(({ pid }) => pid))
  const parentOf = ({ ppid, pid }: ProcessView) => (shown.has(ppid) && ppid !== pid ? ppid : undefined)
  const childrenOf = (parent: number | undefined) => processes.filter(process => parentOf(process) === parent)
  const ordered: ProcessView[] = []
  const prefixes = new Map<number, string>()
  const grow = (siblings: readonly ProcessView[], indent: string, isRoot: boolean) => {
    for (const [index, process] of siblings.entries()) {
      const isLast = index === siblings.length - 1
      ordered.push(process)
      prefixes.set(process.pid, isRoot ? '' : art ? `${indent} \\_ ` : `${indent}  `)
      const below = isRoot ? indent : art ? `${indent} ${isLast ? ' ' : '|'}  ` : `${indent}  `
      // What init has started stands beside it.
      const isInit = art && process.pid === INIT
      grow(childrenOf(process.pid), isInit ? indent : below, isInit)
    }
  }
  // Trees stand in the opposite order of what is in them.
  grow(childrenOf(undefined).toReversed(), '', true)
  return { processes: ordered, nesting: ({ pid }) => prefixes.get(pid) ?? '' }
}
