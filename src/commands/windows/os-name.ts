import type { WindowsConfig } from '../../guest/windows/config.js'
import type { WindowsBehaviour } from './behaviour.js'

/** What the agent calls a Windows; without an id where it tells none. */
interface OsName {
  readonly name: string
  readonly id: string | undefined
}

/** By the version of the kernel: what came before Windows 10 tells by that alone what it is. */
const OLDER: Readonly<Record<string, Readonly<Record<WindowsConfig['variant'], OsName>>>> = {
  '6.1': { client: named('7', ''), server: named('Server 2008 R2', '2008r2') },
  '6.2': { client: named('8'), server: named('Server 2012', '2012') },
  '6.3': { client: named('8.1'), server: named('Server 2012 R2', '2012r2') },
}

const NOT_AVAILABLE: OsName = { name: 'N/A', id: 'N/A' }
const WINDOWS_10 = named('10')
const SERVER_2016 = named('Server 2016', '2016')

/** From the first build of each on. */
const CLIENTS: readonly (readonly [build: number, name: OsName])[] = [
  [10_240, WINDOWS_10],
  [22_000, named('11')],
]
const SERVERS: readonly (readonly [build: number, name: OsName])[] = [
  [14_393, SERVER_2016],
  [17_763, named('Server 2019', '2019')],
  [20_344, named('Server 2022', '2022')],
]
const SERVER_2025_BUILD = 26_040

export function osNameOf({ version, variant, build }: WindowsConfig, behaviour: WindowsBehaviour): OsName {
  if (version === '10.0') return NEWER[behaviour.osNames](variant, build, behaviour)
  const older = OLDER[version]?.[variant] ?? NOT_AVAILABLE
  // The name is "7" once more than it should be.
  if (older.id !== '') return older
  return { name: `${older.name}7`, id: behaviour.windows7Id === 'empty' ? '' : undefined }
}

type Find = (variant: WindowsConfig['variant'], build: number, behaviour: WindowsBehaviour) => OsName

const NEWER: Readonly<Record<WindowsBehaviour['osNames'], Find>> = {
  'one for all': variant => (variant === 'client' ? WINDOWS_10 : SERVER_2016),
  // Clients are not looked at more closely yet.
  'known builds': (variant, build) =>
    variant === 'client' ? WINDOWS_10 : (SERVERS.slice(0, 2).find(([known]) => known === build)?.[1] ?? NOT_AVAILABLE),
  'last known build': (variant, build, { server2025 }) => {
    const newest = server2025 === 'unknown' ? [] : [[SERVER_2025_BUILD, server2025Name(server2025)] as const]
    const known = variant === 'client' ? CLIENTS : [...SERVERS, ...newest]
    return known.findLast(([first]) => build >= first)?.[1] ?? NOT_AVAILABLE
  },
}

function server2025Name(spelling: 'misspelt' | 'known'): OsName {
  const { name, id } = named('Server 2025', '2025')
  return { name: spelling === 'known' ? name : name.replace('Microsoft', 'MIcrosoft'), id }
}

function named(what: string, id: string = what): OsName {
  return { name: `Microsoft Windows ${what}`, id }
}
