import { type BlockDevice, blockDevices } from '../../block-devices.js'
import { type Tool, tool } from '../tool.js'
import { findDevice } from './device-names.js'
import { identify } from './identity.js'
import { refuse } from './table-options.js'

type Tag = readonly [name: string, value: string]

const DECLARED = [
  ...[
    'c,cache-file=',
    'd,no-encoding',
    'D,no-part-details',
    'g,garbage-collect',
    'H,hint=',
    'i,info',
    'k,list-filesystems',
  ],
  ...[
    'l,list-one',
    'L,label=',
    'n,match-types=',
    'o,output=',
    'O,offset=',
    'p,probe',
    's,match-tag=',
    'S,size=',
    't,match-token=',
  ],
  ...['u,usages=', 'U,uuid='],
]
const UNDONE = ['D', 'H', 'i', 'k', 'n', 'O', 'p', 'S', 'u']
const FORMATS = ['value', 'export', 'full', 'device']
const OTHER_FORMATS = ['udev', 'list']
const NOT_FOUND = 2
const WRONG = 4

/** util-linux's blkid(8). */
export const blkid = tool(
  tool => {
    const options = tool.options(DECLARED)
    refuse(tool, options, UNDONE)
    const format = options.value('o') ?? 'full'
    if (OTHER_FORMATS.includes(format)) throw tool.fail(`mockvm doesn't do the output format ${format} yet`, WRONG)
    if (!FORMATS.includes(format)) throw tool.fail(`unsupported output format ${format}`, WRONG)
    if (options.has('g')) return
    const asked = options.list.filter(({ name }) => name === 's').map(({ value = '' }) => value)
    const [token, shown] = tokenOf(tool, options.value('t'), options.value('L'), options.value('U'))
    const found = candidates(tool, options.operands).filter(
      ({ tags }) =>
        tags.length > 0 &&
        (token === undefined || tags.some(([name, value]) => name === token[0] && value === token[1])),
    )
    const met = shown === 'path' || options.has('l') ? found.slice(0, 1) : found
    if (met.length === 0) throw tool.exit(NOT_FOUND)
    const texts = met.map(({ name, tags }) => {
      const wanted = asked.length === 0 ? tags : tags.filter(([tag]) => asked.includes(tag))
      return print(name, wanted, shown === 'path' ? 'device' : format)
    })
    tool.print(texts.filter(text => text !== '').join(format === 'export' ? '\n' : ''))
  },
  { shortName: true },
)

function tokenOf(
  tool: Tool,
  text: string | undefined,
  label: string | undefined,
  uuid: string | undefined,
): [Tag | undefined, 'path' | 'tags'] {
  if (label !== undefined) return [['LABEL', label], 'path']
  if (uuid !== undefined) return [['UUID', uuid], 'path']
  if (text === undefined) return [undefined, 'tags']
  const [, name = '', value = ''] = /^([^=]+)="?(.*?)"?$/.exec(text) ?? []
  if (name === '') throw tool.usage('-t needs NAME=value pair', WRONG)
  return [[name, value], 'tags']
}

interface Candidate {
  readonly name: string
  readonly tags: readonly Tag[]
}

/** Without operands those with something on them first: the rest is not kept in the cache and looked at last. */
function candidates(tool: Tool, operands: readonly string[]): Candidate[] {
  const { guest } = tool
  if (operands.length > 0) {
    return operands.flatMap(name => {
      const device = findDevice(guest, tool.path(name))
      return device === undefined ? [] : [{ name, tags: tagsOf(tool, device) }]
    })
  }
  const all = blockDevices(guest.config.disks)
    .filter(({ size, disk, partition }) => size > 0n && (partition !== undefined || disk.partitions.length === 0))
    .map(device => ({ name: pathOf(device), tags: tagsOf(tool, device) }))
  const hasType = ({ tags }: Candidate) => tags.some(([name]) => name === 'TYPE')
  return [...all.filter(hasType), ...all.filter(candidate => !hasType(candidate))]
}

function pathOf({ name, disk, partition }: BlockDevice): string {
  return disk.alias === undefined || partition !== undefined ? `/dev/${name}` : `/dev/mapper/${disk.alias}`
}

/** In the order in which the library finds them. */
function tagsOf({ guest }: Tool, device: BlockDevice): Tag[] {
  const { type, uuid, label, subUuid, partUuid, tableUuid } = identify(guest, device)
  const isFat = type === 'vfat'
  const all: [string, string | undefined][] = [
    ['SEC_TYPE', isFat && device.size < FAT32 ? 'msdos' : undefined],
    ['LABEL_FATBOOT', isFat ? label : undefined],
    ['LABEL', label],
    ['UUID', uuid],
    ['UUID_SUB', subUuid],
    ['BLOCK_SIZE', type === undefined ? undefined : blockSize(type)],
    ['TYPE', type],
    ['PARTUUID', partUuid],
    ['PTUUID', tableUuid],
    ['PTTYPE', tableUuid === undefined ? undefined : 'gpt'],
  ]
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}

/** From where on mkfs.vfat makes clusters numbered by 32 bits. */
const FAT32 = 512n << 20n

function blockSize(type: string): string {
  if (type === 'vfat' || type === 'xfs') return '512'
  if (type === 'iso9660') return '2048'
  return type === 'squashfs' ? '131072' : '4096'
}

function print(name: string, tags: readonly Tag[], format: string): string {
  if (format === 'device') return `${name}\n`
  if (tags.length === 0) return ''
  if (format === 'value') return tags.map(([, value]) => `${value}\n`).join('')
  if (format === 'export') return [['DEVNAME', name], ...tags].map(([tag, value]) => `${tag}=${value}\n`).join('')
  return `${name}: ${tags.map(([tag, value]) => `${tag}=${JSON.stringify(value)}`).join(' ')}\n`
}
