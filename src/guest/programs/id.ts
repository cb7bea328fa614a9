import type { Guest } from '../guest.js'
import { groupName, userName } from './accounts.js'
import { quoted } from './quote.js'
import { type Tool, tool } from './tool.js'

const OPTIONS = ['a', 'g,group', 'G,groups', 'n,name', 'r,real', 'u,user']

interface Identity {
  readonly uid: number
  readonly gid: number
  readonly groups: readonly number[]
}

export const id = tool(tool => {
  const options = tool.options(OPTIONS, { others: ['z,zero', 'Z,context'] })
  const { operands } = options
  const only = ['u', 'g', 'G'].filter(name => options.has(name))
  if (only.length > 1) throw tool.fail('cannot print "only" of more than one choice')
  if (only.length === 0 && (options.has('n') || options.has('r'))) {
    throw tool.fail('cannot print only names or real IDs in default format')
  }
  for (const name of operands.length === 0 ? [undefined] : operands) {
    const identity = name === undefined ? own(tool) : ofUser(tool, name)
    if (identity === undefined) continue
    const text =
      only[0] === undefined ? all(tool.guest, identity) : one(tool.guest, identity, only[0], options.has('n'))
    tool.print(`${text}\n`)
  }
})

function own(tool: Tool): Identity {
  const { uid, gid, groups } = tool.cred
  return { uid, gid, groups: [...new Set([gid, ...groups])] }
}

/** A name, or a number if there is no such name. */
function ofUser(tool: Tool, name: string): Identity | undefined {
  const { users } = tool.guest
  const account = users.byName(name) ?? (/^\+?\d+$/.test(name) ? users.byUid(Number(name)) : undefined)
  if (account !== undefined) return { ...account, groups: tool.guest.users.groupsOf(account) }
  tool.warn(`${quoted(name)}: no such user`)
  return undefined
}

function all(guest: Guest, { uid, gid, groups }: Identity): string {
  const show = (number: number, name: string) => (name === String(number) ? name : `${number}(${name})`)
  const list = groups.map(group => show(group, groupName(guest, group))).join(',')
  return `uid=${show(uid, userName(guest, uid))} gid=${show(gid, groupName(guest, gid))} groups=${list}`
}

function one(guest: Guest, { uid, gid, groups }: Identity, what: string, asName: boolean): string {
  if (what === 'u') return asName ? userName(guest, uid) : String(uid)
  const names = (what === 'g' ? [gid] : groups).map(group => (asName ? groupName(guest, group) : String(group)))
  return names.join(' ')
}
