import { tool } from '../tool.js'
import { interfaceText } from './interface-table.js'
import { links } from './link.js'
import { holdTable } from './main-table.js'

/** ifconfig(8) of net-tools 2.10: shows interfaces, and takes them up and down; the rest is left to ip(8). */
export const ifconfig = tool(tool => {
  const options = tool.options(['a'], { terse: true })
  const [name, ...words] = options.operands
  // It shows them in the order of their names.
  const all = links(tool.guest).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  if (name === undefined) {
    for (const link of all) if (link.up || options.has('a')) tool.print(interfaceText(link))
    return
  }
  const link = all.find(link => link.name === name)
  const [word] = words
  if (word === undefined) {
    if (link !== undefined) return tool.print(interfaceText(link))
    tool.stderr.add(`${name}: error fetching interface information: Device not found\n`)
    throw tool.exit(1)
  }
  if (words.length > 1 || (word !== 'up' && word !== 'down'))
    throw tool.fail(`mockvm doesn't do ifconfig ${name} ${word} yet`)
  if (link === undefined) {
    tool.stderr.add(`${name}: ERROR while getting interface flags: No such device\n`)
    throw tool.exit(255)
  }
  if (tool.cred.uid !== 0) {
    tool.stderr.add('SIOCSIFFLAGS: Operation not permitted\n')
    throw tool.exit(255)
  }
  holdTable(tool.guest)
  tool.guest.interfaces.setUp(name, word === 'up')
})
