/** Which processes belong to a unit: its control group. */
import type { Process, Processes } from '../processes.js'
import { wildcard } from '../wildcard.js'
import type { UnitConfig } from './unit.js'

/** How the main process of a unit shows in the table, once it runs. */
export function mainArgv({ command, process }: UnitConfig): readonly string[] {
  return process === undefined || process.includes('*') ? command : [process]
}

/** The main process among those that run already and belong to no other unit. */
export function findMain(
  unit: UnitConfig,
  processes: readonly Process[],
  isTaken: (pid: number) => boolean,
): Process | undefined {
  const { process, command } = unit
  const pattern = process ?? command.join(' ')
  if (pattern === '') return undefined
  const fits =
    process === undefined ? (line: string) => line === pattern : (line: string) => wildcard(pattern).test(line)
  return processes.find(({ pid, argv }) => !isTaken(pid) && fits(argv.join(' ')))
}

/**
 * A process and what it has started, the process first. Logins are sessions of their own, although sshd has started
 * them: `sessionPids` are their first processes.
 */
export function groupOf(pid: number, processes: Processes, sessionPids: ReadonlySet<number>): readonly Process[] {
  const main = processes.get(pid)
  if (main === undefined) return []
  const group = [main]
  // Ascending by pid: mostly parents come first, but numbers start over at some time.
  for (let grew = true; grew; ) {
    const more = processes
      .list()
      .filter(({ pid, ppid }) => !sessionPids.has(pid) && group.some(it => it.pid === ppid))
      .filter(it => !group.includes(it))
    group.push(...more)
    grew = more.length > 0
  }
  return group
}
