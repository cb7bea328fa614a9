import { readAll } from './reading.js'
import { type Tool, tool } from './tool.js'

/** Debian's hostname(1). Names are looked up in /etc/hosts alone: there is no name server. */
export const hostname = tool(tool => {
  const options = tool.options([
    ...['s,short', 'f,fqdn,long', 'd,domain', 'i,ip-address', 'I,all-ip-addresses', 'F,file='],
  ])
  const name = tool.guest.hostname
  const hosts = hostsOf(tool, name)
  const full = hosts[0]?.name ?? name
  const dot = full.indexOf('.')
  const file = options.value('F')
  const wanted = file === undefined ? options.operands[0] : nameIn(readAll(tool, file).toString('utf8'))
  if (wanted !== undefined) {
    if (tool.cred.uid !== 0) throw tool.fail('you must be root to change the host name')
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(wanted))
      throw tool.fail('the specified hostname is invalid')
    tool.guest.hostname = wanted
    return
  }
  if (options.has('I')) tool.print(`${addresses(tool.guest.interfaces.list()).join('')}\n`)
  else if (options.has('i')) {
    if (hosts.length === 0) throw tool.fail('Name or service not known')
    tool.print(`${hosts.map(({ address }) => address).join(' ')}\n`)
  } else if (options.has('s')) tool.print(`${name.split('.', 1)[0]}\n`)
  else if (options.has('d')) tool.print(dot === -1 ? '' : `${full.slice(dot + 1)}\n`)
  else tool.print(`${options.has('f') ? full : name}\n`)
})

/** What /etc/hosts has for a name: addresses, and the first name of each. */
function hostsOf(tool: Tool, wanted: string): { address: string; name: string }[] {
  const path = '/etc/hosts'
  const text = tool.files.exists(path) ? tool.files.readFile(path, 'utf8') : ''
  return text.split('\n').flatMap(line => {
    const [address = '', name = '', ...others] = (line.split('#')[0] ?? '').trim().split(/\s+/)
    return name !== '' && [name, ...others].includes(wanted) ? [{ address, name }] : []
  })
}

/** The first line that is no comment. */
function nameIn(text: string): string {
  return text.split('\n').find(line => line !== '' && !line.startsWith('#')) ?? ''
}

interface Interface {
  readonly up: boolean
  readonly addresses: readonly { readonly address: string }[]
}

/** Those of others than this machine alone: no loopback, no link-local ones of IPv6. */
function addresses(interfaces: readonly Interface[]): string[] {
  return interfaces
    .filter(({ up }) => up)
    .flatMap(({ addresses }) => addresses.map(({ address }) => address))
    .filter(address => !/^127\.|^::1$|^fe[89ab]/i.test(address))
    .map(address => `${address} `)
}
