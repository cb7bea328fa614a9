/** Disks and partitions: their names, numbers and sizes, and what lies on what. */
import { deviceNumber } from '../guest/device-number.js'
import { checkSlaves } from './check-slaves.js'
import { disksOf, partitionsOf, toDiskConfigs } from './disk-config.js'
import type { Finding } from './explain.js'
import { unique } from './findings.js'
import type { Path } from './path.js'
import type { ScenarioInput } from './schema.js'
import { parseSize } from './units.js'

type Disk = ReturnType<typeof disksOf>[number]

export function checkDisks(document: ScenarioInput): Finding[] {
  const all = disksOf(document)
  const names = all.flatMap((disk, index) => [
    [['disks', index, 'name'], disk.name] as const,
    ...partitionsOf(disk).map(({ name }, at) => {
      const path = partitionPath(disk, index, name, at)
      return [Array.isArray(disk.partitions) ? [...path, 'name'] : path, name] as const
    }),
  ])
  const sameName = unique(names, 'a name of its own')
  return [
    ...sameName,
    // Those of one name have one number too, and that would be told twice.
    ...(sameName.length > 0 ? [] : checkNumbers(document)),
    ...all.flatMap(checkSize),
    ...all.flatMap(checkAlias),
    ...checkSlaves(all),
  ]
}

function checkNumbers(document: ScenarioInput): Finding[] {
  const inputs = disksOf(document)
  const numbers = toDiskConfigs(document).flatMap((disk, index) => {
    const input = inputs[index]
    if (input === undefined) return []
    const own: Path = ['disks', index, ...(input.device === undefined ? [] : ['device'])]
    return [
      [own, text(deviceNumber(disk))] as const,
      ...disk.partitions.map((it, at) => {
        return [partitionPath(input, index, it.name, at), text(deviceNumber(disk, it))] as const
      }),
    ]
  })
  const hint = 'A disk can say its own, device: "254:3"; partitions follow by the numbers in their names.'
  return unique(numbers, 'device numbers of its own').map(finding => ({ ...finding, hint }))
}

function text({ major, minor }: { major: number; minor: number }): string {
  return `${major}:${minor}`
}

function checkSize(disk: Disk, index: number): Finding[] {
  const size = parseSize(disk.size) ?? 0n
  const sum = partitionsOf(disk).reduce((total, partition) => total + partition.size, 0n)
  const expected = `partitions of at most ${size} bytes together`
  return sum <= size ? [] : [{ path: ['disks', index, 'partitions'], expected, got: `${sum}` }]
}

function checkAlias({ name, alias }: Disk, index: number): Finding[] {
  if (alias === undefined || name.startsWith('dm-')) return []
  const expected = 'a disk of the device mapper such as dm-0'
  return [{ path: ['disks', index, 'alias'], expected, got: `one called ${JSON.stringify(name)}` }]
}

function partitionPath({ partitions }: Disk, index: number, name: string, at: number): Path {
  return ['disks', index, 'partitions', Array.isArray(partitions) ? at : name]
}
