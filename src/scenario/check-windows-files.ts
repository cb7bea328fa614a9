/** Where files of a Windows guest are to lie: on volumes that are there, under names that can be, each on its own. */
import type { TreeView } from '../guest/files/path-style.js'
import { programNames } from '../guest/scenario-programs/program-name.js'
import { SYSTEM_FOLDERS } from '../guest/windows/image.js'
import { fileOfProgram, readMatch } from '../guest/windows/match.js'
import { folded, isValidName } from '../guest/windows/names.js'
import { NUL, WindowsPaths } from '../guest/windows/paths.js'
import { Win32Error, type Win32Name } from '../guest/windows/win32-error.js'
import type { Finding } from './explain.js'
import type { Path } from './path.js'
import type { ScenarioInput } from './schema.js'
import { toWindowsConfig } from './windows-config.js'

interface Given {
  readonly path: Path
  readonly atKey: boolean
  readonly text: string
  /** What stands in the scenario, where that is another text. */
  readonly written?: string
}

/** Its volumes must be in order. */
export function checkWindowsFiles(document: ScenarioInput): Finding[] {
  const windows = toWindowsConfig(document)
  // A GUID of the seed is another one as soon as somebody gives another seed.
  const named = windows.volumes.map(volume => ({ ...volume, name: `\\\\?\\Volume{${volume.guid ?? ''}}\\` }))
  const paths = new WindowsPaths(named, windows.systemFolder)
  const bad = [...files(document), ...otherPaths(document)].flatMap(it => wrongPath(paths, it))
  if (bad.length > 0) return bad
  const folders = [
    ...SYSTEM_FOLDERS,
    ...windows.users.map(({ profile }) => profile),
    ...windows.volumes.flatMap(({ path, fileSystem }) => (fileSystem === undefined ? [] : (path ?? []))),
  ]
  return conflicts(document, folders, text => placeOf(paths, text))
}

function files({ files = {} }: ScenarioInput): Given[] {
  return Object.keys(files).map(text => ({ path: ['files', text], atKey: true, text }))
}

/** By the first of these that an entry has its file is named. */
const NAMED_BY = ['path', 'match', 'regex', 'argv'] as const

/** What else becomes a file or a folder when the guest is made. */
function otherPaths({ agent, users = {}, programs = [] }: ScenarioInput): Given[] {
  const profiles = Object.entries(users).flatMap(([name, user]): Given[] => {
    if (user?.profile !== undefined) return [{ path: ['users', name, 'profile'], atKey: false, text: user.profile }]
    return isValidName(name) ? [{ path: ['users', name], atKey: true, text: `C:\\Users\\${name}` }] : []
  })
  const ofPrograms = programs.flatMap((program, index): Given[] => {
    const key = NAMED_BY.find(it => program[it] !== undefined) ?? 'match'
    const place = ['programs', index, key, ...(key === 'argv' ? [0] : [])]
    return programNames(program, match => readMatch(match).name).flatMap(name =>
      // Of these the names of programs are checked.
      /^\/|\*/.test(name) ? [] : [{ path: place, atKey: false, text: fileOfProgram(name), written: name }],
    )
  })
  const state =
    agent?.stateDir === undefined ? [] : [{ path: ['agent', 'stateDir'], atKey: false, text: agent.stateDir }]
  return [...state, ...profiles, ...ofPrograms]
}

const NO_FILE = { expected: 'the name of a file', hint: 'A device of Windows has that name.' }

/** What is expected in place of a path that Windows refuses. */
const EXPECTED: Readonly<Partial<Record<Win32Name, { expected: string; hint?: string }>>> = {
  ERROR_PATH_NOT_FOUND: { expected: 'a path on a volume that is there', hint: 'volumes has none of that name.' },
  ERROR_NOT_READY: { expected: 'a path on a volume with something in it', hint: 'That one is empty.' },
  ERROR_INVALID_NAME: { expected: 'names of at most 255 characters, without control characters and < > : " | ? *' },
  ERROR_BAD_NETPATH: { expected: 'a path on a volume', hint: 'mockvm simulates no shares.' },
  ERROR_FILE_NOT_FOUND: NO_FILE,
}

function wrongPath(paths: WindowsPaths, { path, atKey, text, written = text }: Given): Finding[] {
  const refuse = (what: { expected: string; hint?: string }) => [{ path, atKey, ...what, got: JSON.stringify(written) }]
  try {
    return paths.parse(text).root === NUL ? refuse(NO_FILE) : []
  } catch (error) {
    if (!(error instanceof Win32Error)) throw error
    const known = Object.entries(EXPECTED).find(([name]) => new Win32Error(name as Win32Name).code === error.code)
    return refuse(known?.[1] ?? { expected: 'a path of Windows', hint: error.text })
  }
}

/** Nothing is there yet: names are as they are spelt. */
const NOTHING: TreeView = { has: () => false, names: () => [] }

/** One for all spellings of a path. */
function placeOf(paths: WindowsPaths, text: string): string {
  return folded(paths.inTree(paths.parse(text), NOTHING))
}

function conflicts(
  { files = {} }: ScenarioInput,
  folders: readonly string[],
  place: (text: string) => string,
): Finding[] {
  const all = Object.entries(files).map(([text, file]) => {
    const isFolder = typeof file === 'object' && (file === null || file.directory === true)
    return { text, place: place(text), isFolder }
  })
  const isIn = (below: string, above: string) => below.startsWith(`${above}/`)
  const folderAt = (at: string) => folders.find(other => place(other) === at || isIn(place(other), at))
  return all.flatMap((it, index): Finding[] => {
    const at = { path: ['files', it.text], atKey: true }
    const twin = all.slice(0, index).find(other => other.place === it.place)
    if (twin !== undefined) {
      const got = `${JSON.stringify(it.text)}, which is ${JSON.stringify(twin.text)}`
      return [{ ...at, expected: 'a path of its own', got }]
    }
    const folder = it.isFolder ? undefined : folderAt(it.place)
    if (folder !== undefined) return [{ ...at, expected: `a directory, for the guest has ${folder}`, got: 'a file' }]
    const above = all.find(other => !other.isFolder && isIn(it.place, other.place) && !folderAt(other.place))
    if (above === undefined) return []
    return [{ ...at, expected: `${above.text} to be a directory`, got: 'a file of that name' }]
  })
}
