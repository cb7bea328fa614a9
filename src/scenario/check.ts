/** What the schema can't see: parts of a scenario that contradict each other, or the program it is for. */
import type { Family } from '../guest/config.js'
import { parseZone } from '../guest/timezone/timezone.js'
import { ZONES } from '../guest/timezone/zones.js'
import { toGroupConfigs, toUserConfigs } from './account-config.js'
import { agentVersionOf } from './agent-config.js'
import { checkAddresses } from './check-addresses.js'
import { checkBuiltins } from './check-builtins.js'
import { checkDisks } from './check-disks.js'
import { checkFamily } from './check-family.js'
import { checkFaults, checkPort } from './check-faults.js'
import { checkProgramNames } from './check-program-names.js'
import { checkQemu } from './check-qemu.js'
import { checkQuirks } from './check-quirks.js'
import { checkRoutes } from './check-routes.js'
import { type ActionVocabulary, checkTimeline } from './check-timeline.js'
import { checkWindows } from './check-windows.js'
import type { Finding } from './explain.js'
import { familyOf } from './family.js'
import { known, unique } from './findings.js'
import { MOST_BLOCKS, memorySizes, toMemoryConfig } from './memory-blocks.js'
import { blockDevices, toMountConfigs } from './mount-config.js'
import { interfacesOf } from './network-config.js'
import { describeValue } from './path.js'
import { checkPrograms } from './program-check.js'
import { checkProxmox } from './proxmox-rights.js'
import type { ScenarioInput } from './schema.js'
import { checkUnits } from './unit-check.js'

/** What the rest of the program knows: the schema needs no import of it. */
export interface Vocabulary {
  /** Wire names of the commands: "guest-ping". */
  readonly commandNames: readonly string[]
  /** Whether that version of qemu-ga can be simulated. */
  isAgentVersion(version: string, family: Family): boolean
  /** Which ones can, in words. */
  agentVersionExpected(family: Family): string
}

type Check = (document: ScenarioInput, vocabulary: Vocabulary) => Finding[]

const agent: Check = ({ agent = {}, os }, { commandNames, isAgentVersion, agentVersionExpected }) => {
  const names = (key: 'blockRpcs' | 'allowRpcs') =>
    (agent[key] ?? []).flatMap((name, index) =>
      known(['agent', key, index], name, commandNames, 'the name of a command'),
    )
  const family = familyOf({ os })
  const version = agentVersionOf({ agent, os })
  return [
    ...(isAgentVersion(version, family)
      ? []
      : [{ path: ['agent', 'version'], expected: agentVersionExpected(family), got: describeValue(version) }]),
    ...names('blockRpcs'),
    ...names('allowRpcs'),
  ]
}

const hasPort = ({ agent = {} }: ScenarioInput) => agent.transport !== 'unix-listen'

const hasScopes = (document: ScenarioInput) => familyOf(document) === 'windows'

const faults: Check = (document, { commandNames }) => {
  return checkFaults(document.faults ?? [], ['faults'], commandNames, hasPort(document))
}

const timeline: Check = (document, { commandNames }) => {
  return checkTimeline(document.timeline ?? [], actionVocabulary(document, commandNames))
}

const programs: Check = (document, { commandNames }) =>
  checkPrograms(document, actionVocabulary(document, commandNames))

function actionVocabulary(document: ScenarioInput, commandNames: readonly string[]): ActionVocabulary {
  const interfaces = interfacesOf(document).map(({ name }) => name)
  return { commandNames, interfaces, hasScopes: hasScopes(document), hasPort: hasPort(document) }
}

const port: Check = document => checkPort(['agent'], document.agent?.port, 'port', hasPort(document))

const clock: Check = ({ clock = {} }) => {
  const { timezone = 'UTC' } = clock
  if (parseZone(timezone) !== undefined) return []
  return known(['clock', 'timezone'], timezone, Object.keys(ZONES), 'a time zone such as Europe/Prague or EST5EDT')
}

const memory: Check = ({ memory = {} }) => {
  const { size, blockSize } = memorySizes(memory)
  if (size === 0n) return [{ path: ['memory', 'size'], expected: 'some RAM', got: '0' }]
  if ((blockSize & (blockSize - 1n)) !== 0n) {
    const hint = '128MiB is what Linux chooses for less than 64 GiB.'
    return [{ path: ['memory', 'blockSize'], expected: 'a power of two, or 0', got: String(blockSize), hint }]
  }
  if (blockSize > 0n && size / blockSize > MOST_BLOCKS) {
    const expected = `at most ${MOST_BLOCKS} blocks`
    return [{ path: ['memory', 'size'], expected, got: `${size / blockSize} of ${blockSize} bytes` }]
  }
  const indexes = toMemoryConfig(memory).blocks.map(({ index }) => String(index))
  return Object.keys(memory.blocks ?? {}).flatMap(index => {
    if (indexes.includes(index)) return []
    const range = indexes.length === 0 ? 'there are none' : `from ${indexes[0]} to ${indexes.at(-1)}`
    const hint = 'Addresses between the end of low RAM and 4 GiB have no blocks.'
    return [
      { path: ['memory', 'blocks', index], atKey: true, expected: `the index of a block (${range})`, got: index, hint },
    ]
  })
}

/** File systems that are nowhere without a device. */
const ON_DISKS = /^(?:ext[234]|xfs|btrfs|vfat|msdos|exfat|ntfs3?|f2fs|jfs|reiserfs|iso9660|udf|squashfs|ufs)$/

const mounts: Check = document => {
  const devices = [...blockDevices(document).keys()]
  const given = document.mounts ?? []
  const sources = given.flatMap(({ source, type }, index) =>
    ON_DISKS.test(type) ? known(['mounts', index, 'source'], source, devices, 'a disk or partition of disks') : [],
  )
  const full = toMountConfigs(document).flatMap(({ size, used }, index): Finding[] => {
    return used <= size
      ? []
      : [{ path: ['mounts', index, 'used'], expected: `at most the size, ${size} bytes`, got: `${used}` }]
  })
  if (document.mounts === undefined || given.some(({ path }) => path === '/')) return [...sources, ...full]
  const hint = 'Add - { source: vda1, path: /, type: ext4 }.'
  return [...sources, { path: ['mounts'], expected: 'a mount with path /', got: 'none', hint }]
}

const network: Check = document => {
  const { network } = document
  const interfaces = network?.interfaces ?? []
  const names = interfaces.map(({ name }, index) => [['network', 'interfaces', index, 'name'], name] as const)
  const addresses = interfaces.flatMap((it, index) =>
    checkAddresses(it.addresses ?? [], ['network', 'interfaces', index, 'addresses'], hasScopes(document)),
  )
  return [...unique(names, 'a name of its own'), ...addresses, ...checkRoutes(network)]
}

const accounts: Check = document => {
  const users = toUserConfigs(document)
  const userNames = users.map(({ name }) => name)
  const groupNames = toGroupConfigs(document, users).map(({ name }) => name)
  const files = Object.entries(document.files ?? {}).flatMap(([path, file]) => {
    if (typeof file !== 'object' || file === null) return []
    const { owner = 0, group = 0 } = file
    return [
      ...(typeof owner === 'string' ? known(['files', path, 'owner'], owner, userNames, 'a name of users') : []),
      ...(typeof group === 'string' ? known(['files', path, 'group'], group, groupNames, 'a name of groups') : []),
    ]
  })
  const processes = (document.processes ?? []).flatMap(({ user = 'root' }, index) =>
    known(['processes', index, 'user'], user, userNames, 'a name of users'),
  )
  const agentUser = known(['agent', 'user'], document.agent?.user ?? 'root', userNames, 'a name of users')
  return [...agentUser, ...processes, ...files]
}

const processes: Check = ({ processes = [] }) =>
  unique(
    processes.map(({ pid }, index) => [['processes', index, 'pid'], pid] as const),
    'a pid of its own',
  )

const files: Check = ({ files = {} }) => {
  const leaves = new Set(
    Object.entries(files).flatMap(([path, file]) => {
      const holds = typeof file === 'object' && (file === null || file.directory || file.symlink !== undefined)
      return holds ? [] : [path]
    }),
  )
  return Object.keys(files).flatMap((path): Finding[] => {
    const parents = path.split('/').map((_, index, parts) => parts.slice(0, index).join('/'))
    const file = parents.find(parent => leaves.has(parent))
    if (file === undefined) return []
    return [{ path: ['files', path], atKey: true, expected: `${file} to be a directory`, got: 'a file of that name' }]
  })
}

/** For every kind of system. */
const COMMON: readonly Check[] = [
  agent,
  port,
  clock,
  memory,
  network,
  processes,
  faults,
  timeline,
  checkFamily,
  checkQemu,
  checkQuirks,
  checkProgramNames,
  programs,
  checkProxmox,
  checkUnits,
]
const UNIX: readonly Check[] = [checkDisks, mounts, accounts, checkBuiltins, files]
const CHECKS: Readonly<Record<Family, readonly Check[]>> = {
  linux: UNIX,
  freebsd: UNIX,
  windows: [checkWindows],
}

/** Everything that is wrong with a merged document that the schema has passed. */
export function check(document: ScenarioInput, vocabulary: Vocabulary): Finding[] {
  return [...COMMON, ...CHECKS[familyOf(document)]].flatMap(it => it(document, vocabulary))
}
