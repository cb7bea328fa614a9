/** /usr/share/zoneinfo: a file for each zone, made when it is read, and /etc/localtime, which leads to one of them. */
import { unlessErrno } from '../errno.js'
import type { Files } from '../files/files.js'
import type { SyntheticNode, SyntheticTree } from '../files/synthetic.js'
import { rulesOf, tzif } from '../image/tzif.js'
import { ZONES } from './zones.js'

/** Where the tree is. */
export const ZONEINFO = '/usr/share/zoneinfo'

let tree: SyntheticTree | undefined

/** The same one for all guests: nothing in it ever changes. */
export function zoneinfoTree(): SyntheticTree {
  tree ??= makeTree()
  return tree
}

/** Files of zones are small; anything else that is put in the place of one isn't read. */
const LARGEST = 65_536n

const LOCALTIME = '/etc/localtime'

/** The rules of the zone that the guest's own /etc/localtime holds or leads to; undefined where there is none. */
export function localRules(files: Pick<Files, 'stat' | 'readFile'>): string | undefined {
  const isSmallFile = unlessErrno(() => {
    const { kind, size } = files.stat(LOCALTIME)
    return kind === 'file' && size <= LARGEST
  })
  return isSmallFile ? rulesOf(files.readFile(LOCALTIME)) : undefined
}

function makeTree(): SyntheticTree {
  const nodes = new Map<string, SyntheticNode>()
  const entries = new Map<string, Set<string>>()
  for (const [name, rules] of Object.entries(ZONES)) {
    nodes.set(name, { kind: 'file', mode: 0o644, read: () => tzif(rules) })
    const parts = name.split('/')
    for (const [depth, part] of parts.entries()) {
      const above = parts.slice(0, depth).join('/')
      entries.set(above, (entries.get(above) ?? new Set()).add(part))
    }
  }
  for (const [path, names] of entries) {
    nodes.set(path, { kind: 'directory', mode: 0o755, entries: () => [...names] })
  }
  return { lookup: path => nodes.get(path) }
}
