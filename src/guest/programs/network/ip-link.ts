import { abbreviated, type IpSettings } from './ip-settings.js'
import { type Link, linkFlags, links, operState } from './link.js'
import { holdTable } from './main-table.js'
import { briefText, countersJson, countersText, linkJson, linkText } from './show-link.js'

const COMMANDS = [
  'add',
  'set',
  'change',
  'replace',
  'delete',
  'show',
  'lst',
  'list',
  'xstats',
  'afstats',
  'help',
] as const
const LEAST_MTU = 68
const MOST_MTU = 65_535
/** What else `ip link set` knows. */
const OTHER_SETTINGS = new Set([
  ...['name', 'txqueuelen', 'promisc', 'arp', 'multicast', 'allmulticast', 'dynamic', 'trailers', 'master', 'nomaster'],
  ...['netns', 'alias', 'group', 'type', 'vf', 'broadcast', 'numtxqueues', 'addrgenmode', 'protodown', 'xdp', 'vrf'],
])

/** `ip link` */
export function ipLink(settings: IpSettings, [command = 'show', ...words]: readonly string[]): void {
  const name = abbreviated(COMMANDS, command)
  if (name === undefined) throw settings.fail(`Command "${command}" is unknown, try "ip link help".`, 255)
  if (name === 'show' || name === 'lst' || name === 'list') show(settings, words)
  else if (name === 'set' || name === 'change') set(settings, words)
  else throw settings.missing(`ip link ${name}`)
}

function show(settings: IpSettings, words: readonly string[]): void {
  let device: string | undefined
  let isUp = false
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (word === 'up') isUp = true
    else if (word === 'type' || word === 'master' || word === 'vrf' || word === 'group') {
      throw settings.missing(`ip link show ${word}`)
    } else {
      const given = word === 'dev' ? words[++at] : word
      if (given === undefined) throw settings.incomplete()
      if (device !== undefined) throw garbage(settings, given)
      device = given
    }
  }
  const found = links(settings.tool.guest).filter(link => device === undefined || link.name === device)
  if (device !== undefined && found.length === 0) throw settings.fail(`Device "${device}" does not exist.`)
  const shown = found.filter(link => !isUp || link.up)
  if (settings.json) settings.printJson(shown.map(link => json(settings, link)))
  else for (const link of shown) settings.tool.print(`${text(settings, link)}\n`)
}

function text(settings: IpSettings, link: Link): string {
  if (settings.brief) {
    const mac = link.kind === 'none' ? '' : settings.paint('mac', `${link.mac} `)
    return `${briefText(settings, link)}${mac}<${linkFlags(link).join(',')}> `
  }
  const line = linkText(settings, link, true)
  return settings.statistics > 0 ? line + settings.lineEnd + countersText(settings, link) : line
}

function json(settings: IpSettings, link: Link) {
  if (settings.brief) {
    return { ifname: link.name, operstate: operState(link), address: link.mac, flags: linkFlags(link) }
  }
  return { ...linkJson(settings, link, true), ...(settings.statistics > 0 && { stats64: countersJson(link) }) }
}

interface Wanted {
  device?: string
  up?: boolean
  mtu?: number
  mac?: string
}

function set(settings: IpSettings, words: readonly string[]): void {
  const wanted: Wanted = {}
  for (const [word, value] of settings.pairs(words)) {
    if (word === 'up' || word === 'down') wanted.up = word === 'up'
    else if (word === 'mtu') wanted.mtu = readMtu(settings, value())
    else if (word === 'address') wanted.mac = readMac(settings, value())
    else if (OTHER_SETTINGS.has(word)) throw settings.missing(`ip link set ${word}`)
    else {
      const device = word === 'dev' ? value() : word
      if (wanted.device !== undefined) throw garbage(settings, device)
      wanted.device = device
    }
  }
  const { device, mtu, mac, up } = wanted
  if (device === undefined) throw settings.fail('Not enough information: "dev" argument is required.', 255)
  const { interfaces } = settings.tool.guest
  if (interfaces.find(device) === undefined) throw settings.fail(`Cannot find device "${device}"`)
  settings.mustBeRoot()
  // The kernel looks at the size before it changes anything.
  if (mtu !== undefined && mtu < LEAST_MTU) throw settings.fail('Error: mtu less than device minimum.', 2)
  if (mtu !== undefined && mtu > MOST_MTU && device !== 'lo') {
    throw settings.fail('Error: mtu greater than device maximum.', 2)
  }
  if (mac !== undefined) interfaces.setMac(device, mac)
  if (mtu !== undefined) interfaces.setMtu(device, mtu)
  if (up !== undefined) {
    holdTable(settings.tool.guest)
    interfaces.setUp(device, up)
  }
}

function readMtu(settings: IpSettings, text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw settings.fail(`Error: argument "${text}" is wrong: Invalid "mtu" value\n`, 255)
}

function readMac(settings: IpSettings, text: string): string {
  const bytes = text.split(':')
  if (!bytes.every(byte => /^[\da-f]{1,2}$/i.test(byte))) throw settings.fail(`"${text}" is invalid lladdr.`)
  if (bytes.length !== 6) throw settings.fail(`Invalid address length ${bytes.length} - must be 6 bytes`)
  return bytes.map(byte => byte.toLowerCase().padStart(2, '0')).join(':')
}

function garbage(settings: IpSettings, word: string): Error {
  return settings.fail(`Error: either "dev" is duplicate, or "${word}" is a garbage.`, 255)
}
