import { Errno } from '../errno.js'
import { quoted } from './quote.js'
import { type Tool, tool } from './tool.js'
import { visitTree } from './tree.js'

/** What the real one knows besides. */
const OTHERS = [
  'c,changes',
  'v,verbose',
  'dereference',
  'h,no-dereference',
  'from=',
  'no-preserve-root',
  'preserve-root',
  'reference=',
  'H',
  'L',
  'P',
]

interface Owner {
  readonly uid: number | undefined
  readonly gid: number | undefined
}

export const chown = tool(tool => {
  const options = tool.options(['R,recursive', 'f,silent,quiet'], { others: OTHERS })
  const [spec, ...names] = options.operands
  if (spec === undefined) throw tool.usage('missing operand')
  if (names.length === 0) throw tool.usage(`missing operand after ${quoted(spec)}`)
  const owner = parseOwner(tool, spec)
  for (const name of names) {
    visitTree(tool, name, options.has('R'), false, (name, path, top) => {
      // A link within the tree would be changed itself; its owner means nothing and is not kept.
      if (!top && tool.files.lstat(path).kind === 'symlink') return
      changeOne(tool, name, path, owner, options.has('f'))
    })
  }
})

function changeOne(tool: Tool, name: string, path: string, { uid, gid }: Owner, quiet: boolean): void {
  let step = 'cannot access'
  try {
    tool.files.lstat(path, tool.cred)
    step = 'cannot dereference'
    const before = tool.files.stat(path, tool.cred)
    step = 'changing ownership of'
    tool.files.chown(path, uid ?? before.uid, gid ?? before.gid, tool.cred)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    if (quiet) tool.exitCode = 1
    else tool.warn(`${step} ${quoted(name)}: ${error.text}`)
  }
}

/** USER, USER:GROUP, USER: (the user's own group), :GROUP; names, or numbers where there is no such name. */
function parseOwner(tool: Tool, spec: string): Owner {
  const colon = spec.indexOf(':')
  const user = colon === -1 ? spec : spec.slice(0, colon)
  const group = colon === -1 ? undefined : spec.slice(colon + 1)
  const account = tool.guest.users.byName(user)
  const uid = user === '' ? undefined : (account?.uid ?? numeric(user))
  if (user !== '' && uid === undefined) throw tool.fail(`invalid user: ${quoted(spec)}`)
  if (group === undefined) return { uid, gid: undefined }
  if (group === '') {
    // A number has no group of its own, so the colon behind it means nothing that could be done.
    if (user !== '' && account === undefined) throw tool.fail(`invalid spec: ${quoted(spec)}`)
    return { uid, gid: account?.gid }
  }
  const gid = tool.guest.users.groups().find(({ name }) => name === group)?.gid ?? numeric(group)
  if (gid === undefined) throw tool.fail(`invalid group: ${quoted(spec)}`)
  return { uid, gid }
}

function numeric(text: string): number | undefined {
  return /^\+?\d+$/.test(text) && Number(text) < 2 ** 32 - 1 ? Number(text) : undefined
}
