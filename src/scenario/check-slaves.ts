/** Disks that lie on others: which there are, and that going down from one to the next never comes back. */
import { type disksOf, partitionsOf } from './disk-config.js'
import type { Finding } from './explain.js'
import { known, unique } from './findings.js'

type Disks = ReturnType<typeof disksOf>

const EXPECTED = 'another disk or partition of disks'

export function checkSlaves(disks: Disks): Finding[] {
  const names = disks.flatMap(disk => [disk.name, ...partitionsOf(disk).map(({ name }) => name)])
  return disks.flatMap(({ name, slaves = [] }, index) => [
    ...slaves.flatMap((slave, at): Finding[] => {
      const path = ['disks', index, 'slaves', at]
      if (!liesOn(disks, slave, name, disks.length)) return known(path, slave, names, EXPECTED)
      return [{ path, expected: EXPECTED, got: slave === name ? slave : `${slave}, which lies on ${name}` }]
    }),
    ...unique(
      slaves.map((slave, at) => [['disks', index, 'slaves', at], slave] as const),
      'each of its slaves once',
    ),
  ])
}

/** Whether that disk is, or has somewhere below it, the other one; no deeper than `depth`. */
function liesOn(disks: Disks, name: string, other: string, depth: number): boolean {
  const owner = disks.find(disk => disk.name === name || partitionsOf(disk).some(it => it.name === name))
  if (owner === undefined || depth === 0) return false
  return owner.name === other || (owner.slaves ?? []).some(slave => liesOn(disks, slave, other, depth - 1))
}
