import { groupName } from '../accounts.js'
import { quoted } from '../quote.js'
import { tool } from '../tool.js'

export const groups = tool(tool => {
  const { operands } = tool.options([])
  const { users } = tool.guest
  const names = (gids: readonly number[]) => gids.map(gid => groupName(tool.guest, gid)).join(' ')
  if (operands.length === 0) {
    const { gid, groups } = tool.cred
    tool.print(`${names([...new Set([gid, ...groups])])}\n`)
  }
  for (const name of operands) {
    const account = users.byName(name)
    if (account === undefined) tool.warn(`${quoted(name)}: no such user`)
    else tool.print(`${name} : ${names(users.groupsOf(account))}\n`)
  }
})
