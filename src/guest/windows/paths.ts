/**
 * Where a path of Windows leads in the guest's tree, which has every volume as a directory of its own:
 *
 * | Windows                  | in the tree           |
 * | ------------------------ | --------------------- |
 * | `C:\a\b`, `c:/a/b`       | `/C:/a/b`             |
 * | `\\?\Volume{guid}\a`     | `/?/2/a`, by its number, or where it is mounted |
 * | `NUL`                    | `/NUL`                |
 *
 * Nothing on Windows can be spelt like a path of the tree, so one that is already is left as it is.
 */
import { Errno } from '../errno.js'
import type { PathStyle, TreeView } from '../files/path-style.js'
import { deviceOf, folded, isSameName, isValidName } from './names.js'
import { Win32Error } from './win32-error.js'

export interface MountedVolume {
  /** `\\?\Volume{guid}\` */
  readonly name: string
  /** `C:\`, or a folder: `D:\mnt\`; undefined where it is mounted nowhere. */
  readonly path?: string | undefined
  /** In the tree: see placeOf. */
  readonly place: string
  /** What it is formatted with; undefined for a drive with nothing in it. */
  readonly fileSystem?: string | undefined
}

export interface ParsedPath {
  /** In the tree: "/C:", "/NUL". */
  readonly root: string
  /** Below it, as they were spelt. */
  readonly names: readonly string[]
  /** It ends in a backslash: only a directory can be meant. */
  readonly isDirectory: boolean
}

const TREE_PATH = /^\/(?:[A-Z]:(?:\/|$)|\?(?:\/|$)|NUL$)/
const VERBATIM = /^\\\\\?\\/
const DEVICE_PREFIX = /^[\\/]{2}[.?][\\/]/
const DRIVE = /^([A-Za-z]):(.*)$/s
const VOLUME = /^(Volume\{[0-9a-f-]+\})(.*)$/is

export const NUL = '/NUL'

export class WindowsPaths implements PathStyle {
  /** Letters, and whether there is something in the drive. */
  readonly #drives: ReadonlyMap<string, boolean>
  /** Places by the folded "Volume{guid}". */
  readonly #volumes: ReadonlyMap<string, string>
  /** Of volumes that are mounted nowhere, by their places. */
  readonly #names: ReadonlyMap<string, string>
  readonly #folder: ParsedPath

  /** `folder`: where relative paths begin. */
  constructor(volumes: readonly MountedVolume[], folder: string) {
    const drives = volumes.filter(({ path }) => /^[A-Za-z]:\\$/.test(path ?? ''))
    this.#drives = new Map(drives.map(({ path = '', fileSystem }) => [path.slice(0, 1), fileSystem !== undefined]))
    this.#volumes = new Map(volumes.map(({ name, place }) => [folded(name.slice(4, -1)), place]))
    this.#names = new Map(volumes.map(({ name, place }) => [place, name]))
    this.#folder = this.parse(folder)
  }

  /** Throws Win32Error: ERROR_PATH_NOT_FOUND, _NOT_READY, _INVALID_NAME, _FILE_NOT_FOUND, _BAD_NETPATH. */
  parse(path: string): ParsedPath {
    if (path === '') throw new Win32Error('ERROR_PATH_NOT_FOUND')
    if (VERBATIM.test(path)) return this.#parseVerbatim(path.slice(4))
    if (DEVICE_PREFIX.test(path)) return this.#parseDevice(path.slice(4))
    if (/^[\\/]{2}/.test(path)) throw new Win32Error('ERROR_BAD_NETPATH', path)
    const { root, names: above, rest } = this.#begin(path)
    const names = plainNames(rest, above)
    const device = deviceOf(names.at(-1) ?? '')
    if (device !== undefined) return toDevice(device)
    return checked({ root, names, isDirectory: /[\\/]$/.test(path) })
  }

  /** Of what is parsed, with the names as they stand on the disk where there is something of that name. */
  inTree({ root, names }: ParsedPath, tree: TreeView): string {
    let at = root
    for (const name of names) at = `${at}/${spelling(at, name, tree)}`
    return at
  }

  toTree(path: string, tree: TreeView): string {
    if (TREE_PATH.test(path)) return path
    const parsed = asErrno(path, () => this.parse(path))
    return this.inTree(parsed, tree) + (parsed.isDirectory && parsed.names.length > 0 ? '/' : '')
  }

  fromTree(path: string): string {
    const [, first = '', ...names] = path.split('/')
    if (first === '?') return (this.#names.get(`/?/${names[0]}`) ?? '') + names.slice(1).join('\\')
    return names.length === 0 ? `${first}\\` : [first, ...names].join('\\')
  }

  #begin(path: string): { root: string; names: readonly string[]; rest: string } {
    const [, letter, behind = ''] = DRIVE.exec(path) ?? []
    const folder = this.#folder
    if (letter === undefined) return { root: folder.root, names: /^[\\/]/.test(path) ? [] : folder.names, rest: path }
    const root = this.#drive(letter)
    // "C:x" is relative to the folder of that drive, and on any other that is its root.
    const isRelative = !/^[\\/]/.test(behind) && root === folder.root
    return { root, names: isRelative ? folder.names : [], rest: behind }
  }

  /** What is taken to the letter: no other slash, no dots. */
  #parseVerbatim(path: string): ParsedPath {
    const [, letter, behind = ''] = DRIVE.exec(path) ?? []
    const [, volume, below = ''] = VOLUME.exec(path) ?? []
    if (letter === undefined && volume === undefined) throw new Win32Error('ERROR_PATH_NOT_FOUND', path)
    const root = letter === undefined ? this.#volume(volume ?? '') : this.#drive(letter)
    const rest = letter === undefined ? below : behind
    if (rest.includes('/')) throw new Win32Error('ERROR_INVALID_NAME', path)
    const names = rest.split('\\').filter(name => name !== '')
    return checked({ root, names, isDirectory: rest.endsWith('\\') })
  }

  #parseDevice(path: string): ParsedPath {
    if (DRIVE.test(path) || VOLUME.test(path)) return this.#parseVerbatim(path.replaceAll('/', '\\'))
    return toDevice(path.toUpperCase())
  }

  #drive(letter: string): string {
    const drive = letter.toUpperCase()
    const isReady = this.#drives.get(drive)
    if (isReady === undefined) throw new Win32Error('ERROR_PATH_NOT_FOUND', `${drive}:`)
    if (!isReady) throw new Win32Error('ERROR_NOT_READY', `${drive}:`)
    return `/${drive}:`
  }

  #volume(name: string): string {
    const root = this.#volumes.get(folded(name))
    if (root === undefined) throw new Win32Error('ERROR_PATH_NOT_FOUND', name)
    return root
  }
}

/** The names of a path as Windows takes them, below others. */
function plainNames(path: string, above: readonly string[] = []): readonly string[] {
  const names = [...above]
  for (const name of path.split(/[\\/]/)) {
    // Dots and blanks come off the end of every name.
    const bare = name === '.' || name === '..' ? name : name.replace(/[. ]+$/, '')
    if (bare === '..') names.pop()
    else if (bare !== '' && bare !== '.') names.push(bare)
  }
  return names
}

/** `D:\mnt` of `d:/mnt/a/../.`: a folder below the root of a drive; undefined for what can be none. */
export function plainFolder(path: string): string | undefined {
  const [, letter, behind = ''] = DRIVE.exec(path) ?? []
  const names = plainNames(behind)
  const isPossible = names.length > 0 && names.every(name => isValidName(name) && deviceOf(name) === undefined)
  return letter === undefined || !isPossible ? undefined : [`${letter.toUpperCase()}:`, ...names].join('\\')
}

/** Where in the tree a volume lies: "/C:", "/D:/mnt", or by its number "/?/2". */
export function placeOf(path: string | undefined, number: number): string {
  if (path === undefined) return `/?/${number}`
  const [drive = '', ...names] = path.split(/[\\/]/).filter(name => name !== '')
  return [`/${drive.toUpperCase()}`, ...names].join('/')
}

function spelling(directory: string, name: string, tree: TreeView): string {
  if (tree.has(`${directory}/${name}`)) return name
  return tree.names(directory).find(other => isSameName(other, name)) ?? name
}

function checked(path: ParsedPath): ParsedPath {
  const bad = path.names.find(name => !isValidName(name))
  if (bad !== undefined) throw new Win32Error('ERROR_INVALID_NAME', bad)
  return path
}

/** There is only the one that swallows everything. */
function toDevice(device: string): ParsedPath {
  if (device !== 'NUL') throw new Win32Error('ERROR_FILE_NOT_FOUND', device)
  return { root: NUL, names: [], isDirectory: false }
}

const INVALID_NAME = new Win32Error('ERROR_INVALID_NAME').code

/** For callers that know errors of POSIX only: the public face of the guest's files. */
function asErrno<T>(path: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof Win32Error)) throw error
    throw new Errno(error.code === INVALID_NAME ? 'EINVAL' : 'ENOENT', path)
  }
}
