import { readAll } from './reading.js'
import { tool } from './tool.js'

/** Debian's hostname(1). What needs a name server is left out: -i, -A. */
export const hostname = tool(tool => {
  const options = tool.options(['s,short', 'f,fqdn,long', 'd,domain', 'I,all-ip-addresses', 'F,file='])
  const name = tool.guest.hostname
  const [short = '', domain = ''] = [name.split('.', 1)[0], name.slice(name.indexOf('.') + 1)]
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
  else if (options.has('s')) tool.print(`${short}\n`)
  else if (options.has('d')) tool.print(name.includes('.') ? `${domain}\n` : '\n')
  else tool.print(`${name}\n`)
})

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
