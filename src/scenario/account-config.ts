/** Users and groups: every user has a uid, a gid and, unless the scenario has one of that number, a group. */
import type { GroupConfig, UserConfig } from '../guest/config.js'
import type { ScenarioInput } from './schema.js'

/** Takes the lowest number from 1000 that nobody has. */
function allotter(taken: Iterable<number>): () => number {
  const used = new Set(taken)
  return () => {
    let id = 1000
    while (used.has(id)) id++
    used.add(id)
    return id
  }
}

function present<T>(entries: Readonly<Record<string, T | null>> | undefined): [string, T][] {
  return Object.entries(entries ?? {}).filter((entry): entry is [string, T] => entry[1] !== null)
}

export function toUserConfigs({ users }: ScenarioInput): UserConfig[] {
  const given = present(users)
  // A Linux without root is none.
  const all = given.some(([name]) => name === 'root') ? given : [['root', {}] as (typeof given)[number], ...given]
  const next = allotter(all.flatMap(([, { uid, gid }]) => [uid, gid].filter(id => id !== undefined)))
  return all.map(([name, { uid: asked, gid, gecos = '', home, shell = '/bin/sh', password = '*' }]) => {
    const uid = asked ?? (name === 'root' ? 0 : next())
    const house = home ?? (name === 'root' ? '/root' : `/home/${name}`)
    return { name, uid, gid: gid ?? uid, gecos, home: house, shell, password }
  })
}

export function toGroupConfigs({ groups }: ScenarioInput, users: readonly UserConfig[]): GroupConfig[] {
  const given = present(groups)
  const known = given.flatMap(([, { gid }]) => (gid === undefined ? [] : [gid]))
  const next = allotter([...known, ...users.map(({ gid }) => gid)])
  const listed = given.map(([name, { gid, members = [] }]): GroupConfig => {
    return { name, gid: gid ?? users.find(user => user.name === name)?.gid ?? next(), members }
  })
  const all = new Map(listed.map(group => [group.name, group]))
  const numbers = new Set(listed.map(({ gid }) => gid))
  for (const { name, gid } of users) {
    if (numbers.has(gid) || all.has(name)) continue
    numbers.add(gid)
    all.set(name, { name, gid, members: [] })
  }
  return [...all.values()]
}
