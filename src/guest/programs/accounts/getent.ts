import { ipFamily } from '../../ip-address.js'
import { type Tool, tool } from '../tool.js'
import { asIpv4, findHost, hostLine, readHosts } from './hosts.js'

const NOT_FOUND = 2
const WRONG_USAGE = 64
const HINT = "Try `getent --help' or `getent --usage' for more information.\n"

/** The number of the field that a number is looked up in, beside the name. */
const FILES: Readonly<Record<string, { readonly path: string; readonly number?: number }>> = {
  group: { path: '/etc/group', number: 2 },
  gshadow: { path: '/etc/gshadow' },
  passwd: { path: '/etc/passwd', number: 2 },
  shadow: { path: '/etc/shadow' },
}
/** Those whose files the guest doesn't have. */
const EMPTY = ['aliases', 'ethers', 'netgroup', 'networks', 'protocols', 'rpc', 'services']

/** glibc's getent(1). */
export const getent = tool(tool => {
  if (tool.args.some(arg => /^-[^is]/.test(arg) && arg !== '--')) {
    try {
      tool.options(['i,no-idn', 's,service='], { terse: true })
    } catch (error) {
      tool.stderr.add(HINT)
      tool.exitCode = WRONG_USAGE
      throw error instanceof Error ? tool.exit(WRONG_USAGE) : error
    }
  }
  const [database, ...keys] = tool.options(['i,no-idn', 's,service='], { terse: true }).operands
  if (database === undefined) {
    tool.print(HINT)
    throw tool.fail('wrong number of arguments')
  }
  const file = Object.hasOwn(FILES, database) ? FILES[database] : undefined
  if (file !== undefined) rows(tool, file.path, file.number, keys)
  else if (database === 'hosts') hosts(tool, keys)
  else if (/^ahosts(?:v[46])?$/.test(database)) addresses(tool, database, keys)
  else if (database === 'initgroups') memberships(tool, keys)
  else if (!EMPTY.includes(database)) {
    tool.print(HINT)
    tool.stderr.add(`Unknown database: ${database}\n`)
    throw tool.exit(1)
  } else if (keys.length > 0) tool.exitCode = NOT_FOUND
})

function linesOf({ files, cred }: Tool, path: string): string[] {
  if (!files.exists(path)) return []
  try {
    files.access(path, 'r', cred)
  } catch {
    return []
  }
  return files
    .readFile(path, 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
}

function rows(tool: Tool, path: string, number: number | undefined, keys: readonly string[]): void {
  const lines = linesOf(tool, path)
  if (keys.length === 0) for (const line of lines) tool.print(`${line}\n`)
  for (const key of keys) {
    const isNumber = number !== undefined && /^\d+$/.test(key)
    const found = lines.find(line => {
      const fields = line.split(':')
      return isNumber ? Number(fields[number]) === Number(key) : fields[0] === key
    })
    if (found === undefined) tool.exitCode = NOT_FOUND
    else tool.print(`${found}\n`)
  }
}

function hosts(tool: Tool, keys: readonly string[]): void {
  const known = readHosts(linesOf(tool, '/etc/hosts').join('\n'))
  if (keys.length === 0) tool.print(...known.flatMap(asIpv4).map(hostLine))
  for (const key of keys) {
    const found = findHost(known, key)
    if (found === undefined) tool.exitCode = NOT_FOUND
    else tool.print(hostLine(found))
  }
}

/** As getaddrinfo(3) has them, without an interface that would have an address of IPv6. */
function addresses(tool: Tool, database: string, keys: readonly string[]): void {
  if (keys.length === 0) throw tool.fail(`Enumeration not supported on ${database}`, 3)
  const known = readHosts(linesOf(tool, '/etc/hosts').join('\n'))
  const isWanted = (address: string) => (database === 'ahostsv6' ? ipFamily(address) === 6 : ipFamily(address) === 4)
  for (const key of keys) {
    const named = known.filter(host => host.names.includes(key) || host.address === key)
    const found = named.map(({ address }) => address).filter(isWanted)
    const list = found.length === 0 && isWanted(key) ? [key] : found
    if (list.length === 0) tool.exitCode = NOT_FOUND
    for (const [index, address] of [...new Set(list)].entries()) {
      tool.print(`${address.padEnd(15)} STREAM ${index === 0 ? key : ''}\n`)
      tool.print(`${address.padEnd(15)} DGRAM  \n`, `${address.padEnd(15)} RAW    \n`)
    }
  }
}

function memberships(tool: Tool, keys: readonly string[]): void {
  if (keys.length === 0) throw tool.fail('Enumeration not supported on initgroups', 3)
  for (const key of keys) {
    const gids = tool.guest.users.groups().filter(({ members }) => members.includes(key))
    tool.print(`${key.padEnd(21)}${gids.map(({ gid }) => ` ${gid}`).join('')}\n`)
  }
}
