/** Keys that the kind of system has no use for, and paths that it doesn't spell like that. */

import type { Finding } from './explain.js'
import { familyOf } from './family.js'
import { isMap, type Path } from './path.js'
import type { ScenarioInput } from './schema.js'

/** A key by its place, in which `*` stands for any key or index, and what to write instead. */
type Keys = Readonly<Record<string, string>>

const NOT_ON_WINDOWS: Keys = {
  'agent.fsfreezeHook': 'Windows freezes by VSS, which calls no hook.',
  'agent.path': 'Its port is \\\\.\\Global\\org.qemu.guest_agent.0.',
  'agent.user': 'It runs as SYSTEM.',
  'agent.patches': 'They are of distributions of Linux.',
  'os.release': 'os.windows says what system it is.',
  'os.kernel': 'os.windows says what system it is.',
  'load.averages': 'The agent makes its averages itself; load.running is what it measures.',
  'memory.blockSize': 'No agent on Windows knows memory blocks.',
  'memory.blocks': 'No agent on Windows knows memory blocks.',
  'vcpus.*.online': 'On Windows all of them are.',
  'vcpus.*.canOffline': 'On Windows none can.',
  'vcpus.*.error': 'On Windows none can go offline.',
  'vcpus.*.times': 'No agent on Windows tells them.',
  'disks.*.partitions': 'List volumes instead.',
  'disks.*.device': '',
  'disks.*.ccw': '',
  'disks.*.slaves': 'A volume may lie on several disks.',
  'disks.*.alias': '',
  'disks.*.smart': 'No agent on Windows tells it.',
  'disks.*.stats': 'No agent on Windows tells them.',
  mounts: 'List volumes instead.',
  groups: 'users.NAME.administrator says who is one.',
  builtins: 'mockvm plays hostname.exe, whoami.exe, shutdown.exe, w32tm.exe and defrag.exe where Windows has them.',
  'users.*.uid': '',
  'users.*.gid': '',
  'users.*.home': 'Its folder is profile.',
  'users.*.shell': '',
  'users.*.password': '',
  'sessions.*.type': '',
  'sessions.*.pid': '',
  'sessions.*.host': '',
  'files.*.mode': 'readOnly is an attribute of Windows.',
  'files.*.owner': '',
  'files.*.group': '',
  'files.*.symlink': '',
  'files.*.fifo': '',
  'files.*.builtin': '',
  'programs.*.signal': 'A program that is killed on Windows exits with status 1.',
  'suspend.hybrid': '',
}

const ONLY_ON_WINDOWS: Keys = {
  'os.windows': '',
  volumes: 'List disks and mounts instead.',
  'users.*.administrator': 'groups says who is in which.',
  'users.*.profile': 'Its directory is home.',
  'sessions.*.domain': '',
  'files.*.readOnly': 'mode has the permissions.',
}

const DRIVE_PATH = /^(?:[A-Za-z]:[\\/]|\\\\)/

/** Where paths of the guest stand. */
const PATHS = ['agent.stateDir', 'programs.*.path', 'timeline.*.while.exists', 'faults.*.while.exists']
const PATH_KEYS = ['files']

export function checkFamily(document: ScenarioInput): Finding[] {
  const isWindows = familyOf(document) === 'windows'
  const keys = isWindows ? NOT_ON_WINDOWS : ONLY_ON_WINDOWS
  const what = isWindows ? 'a key of a Windows guest' : 'a key of a guest that is not Windows'
  const refused = Object.entries(keys).flatMap(([pattern, hint]) =>
    placesOf(document, pattern).map(({ path }): Finding => {
      const more = hint === '' ? {} : { hint }
      return { path, atKey: true, expected: what, got: JSON.stringify(path.at(-1)), ...more }
    }),
  )
  return [...refused, ...paths(document, isWindows), ...exitCodes(document, isWindows)]
}

function paths(document: ScenarioInput, isWindows: boolean): Finding[] {
  const values = PATHS.flatMap(pattern => placesOf(document, pattern)).map(it => ({ ...it, atKey: false }))
  const keys = PATH_KEYS.flatMap(pattern => placesOf(document, `${pattern}.*`)).map(({ path }) => {
    return { path, value: path.at(-1), atKey: true }
  })
  return [...values, ...keys].flatMap(({ path, value, atKey }): Finding[] => {
    // Of programs the bare name will do.
    if (typeof value !== 'string' || DRIVE_PATH.test(value) === isWindows || !/[/\\]/.test(value)) return []
    const expected = isWindows
      ? 'a path of Windows such as C:\\Users\\Public\\motd.txt'
      : 'an absolute path in the guest such as /etc/motd'
    return [{ path, atKey, expected, got: JSON.stringify(value) }]
  })
}

function exitCodes(document: ScenarioInput, isWindows: boolean): Finding[] {
  if (isWindows) return []
  return placesOf(document, 'programs.*.exitCode').flatMap(({ path, value }) => {
    // A template gives the number.
    if (typeof value === 'string' || (typeof value === 'number' && value >= 0 && value <= 255)) return []
    return [{ path, expected: 'an integer from 0 to 255', got: String(value) }]
  })
}

/** What stands in a document at the places of a pattern. */
function placesOf(document: unknown, pattern: string): { path: Path; value: unknown }[] {
  return pattern.split('.').reduce<{ path: Path; value: unknown }[]>(
    (places, key) =>
      places.flatMap(({ path, value }) => {
        const members = Array.isArray(value) ? [...value.entries()] : isMap(value) ? Object.entries(value) : []
        const wanted = key === '*' ? members : members.filter(([name]) => name === key)
        return wanted.flatMap(([name, it]) =>
          it === undefined ? [] : [{ path: [...path, name], value: it as unknown }],
        )
      }),
    [{ path: [], value: document }],
  )
}
