export const title = 'The host takes an address that leads nowhere, because it came first'

const MAC = '52:54:00:6b:3c:58'

/** Asks every 45 s until an address of the guest's interface is good enough: for five minutes at most. */
async function findAddress(host, agent, isGoodEnough) {
  for (let attempt = 0; attempt < 7; attempt++) {
    const interfaces = await agent.call('guest-network-get-interfaces')
    const mine = interfaces.find(it => it['hardware-address'] === MAC)
    // Without an address the member isn't there at all.
    const address = mine?.['ip-addresses']?.find(isGoodEnough)
    if (address) return address['ip-address']
    host.say('no address to use yet')
    await host.sleep('45s')
  }
  return undefined
}

export async function naive(host) {
  const address = await findAddress(host, host.naive(), () => true)
  host.mistake(`hands out ${address}: a link-local address, to which there is no way from anywhere else`)
  return { address }
}

export async function correct(host) {
  const isLinkLocal = it => it['ip-address'].startsWith('fe80:') || it['ip-address'].startsWith('169.254.')
  const address = await findAddress(host, await host.correct(), it => !isLinkLocal(it))
  host.say(`the guest is at ${address}`)
  return { address }
}

export const moral =
  'An agent that answers has not got a network yet. Find the interface by its MAC address, expect "ip-addresses" to be ' +
  'missing, take no link-local address for the one you wait for, and wait for minutes, but not for ever.'
