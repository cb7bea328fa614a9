export const title = 'One interface without a MAC address costs the host the whole list'

/** The addresses of each interface, by its MAC address in capitals. */
function inventory(interfaces, inWords) {
  return Object.fromEntries(
    interfaces.map(({ 'hardware-address': mac, 'ip-addresses': addresses = [] }) => [
      mac.toUpperCase(),
      addresses.map(inWords),
    ]),
  )
}

export async function naive(host) {
  const interfaces = await host.naive().call('guest-network-get-interfaces')
  try {
    return inventory(interfaces, it => `${it['ip-address']}/${it.prefix}`)
  } catch (error) {
    host.mistake(`${error.message}: the loopback has no MAC address, and Ethernet is lost with it`)
    return {}
  }
}

export async function correct(host) {
  const agent = await host.correct()
  const interfaces = await agent.call('guest-network-get-interfaces')
  const real = interfaces.filter(it => it['hardware-address'] !== undefined)
  // A prefix of -1: the agent doesn't know.
  const found = inventory(real, it => (it.prefix < 0 ? it['ip-address'] : `${it['ip-address']}/${it.prefix}`))
  host.say(`passes over ${interfaces.length - real.length} interface, and finds ${JSON.stringify(found)}`)
  return found
}

export const moral =
  'What the schema calls optional is missing sooner or later: "hardware-address", "ip-addresses" and "statistics" are. ' +
  'And a prefix may be -1, which means that nobody knows.'
