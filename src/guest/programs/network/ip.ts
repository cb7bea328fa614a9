import { type Tool, tool } from '../tool.js'
import { ipAddress } from './ip-address.js'
import { ipLink } from './ip-link.js'
import { ipNeighbour } from './ip-neighbour.js'
import { ipRoute } from './ip-route.js'
import { abbreviated, IpSettings, readSettings } from './ip-settings.js'

type IpObject = (settings: IpSettings, words: readonly string[]) => void

/** In the order in which ip(8) looks for what a word is short for; those without a function aren't simulated. */
const OBJECTS: Readonly<Record<string, IpObject | undefined>> = {
  address: ipAddress,
  addrlabel: undefined,
  maddress: undefined,
  route: ipRoute,
  rule: undefined,
  neighbor: ipNeighbour,
  neighbour: ipNeighbour,
  ntable: undefined,
  ntbl: undefined,
  link: ipLink,
  l2tp: undefined,
  fou: undefined,
  ila: undefined,
  macsec: undefined,
  tunnel: undefined,
  tunl: undefined,
  tuntap: undefined,
  tap: undefined,
  token: undefined,
  tcpmetrics: undefined,
  monitor: undefined,
  xfrm: undefined,
  mroute: undefined,
  mrule: undefined,
  netns: undefined,
  netconf: undefined,
  vrf: undefined,
  sr: undefined,
  nexthop: undefined,
  mptcp: undefined,
  ioam: undefined,
  help: usage,
  stats: undefined,
}

/** ip(8) of iproute2 6.1, on what the guest has. */
export const ip = tool(tool => {
  const settings = new IpSettings(tool)
  const [object, ...words] = readSettings(settings, tool.args)
  if (object === undefined) return usage(settings)
  const name = abbreviated(Object.keys(OBJECTS), object)
  if (name === undefined) throw settings.fail(`Object "${object}" is unknown, try "ip help".`)
  const run = OBJECTS[name]
  if (run === undefined) throw settings.missing(`ip ${name}`)
  run(settings, words)
})

function usage({ tool }: { readonly tool: Tool }): void {
  tool.stderr.add('Usage: ip [ OPTIONS ] { address | link | neighbour | route } { COMMAND | help }\n')
  throw tool.exit(255)
}
