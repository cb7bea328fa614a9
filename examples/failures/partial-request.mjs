export const title = 'The half request of a client that died makes the agent deaf to everybody after it'

export async function naive(host) {
  for (const attempt of ['first', 'second', 'third']) {
    const agent = host.naive()
    try {
      return { name: (await agent.call('guest-get-host-name'))['host-name'] }
    } catch (error) {
      host.say(`${attempt} connection: ${error.message}`)
      agent.close()
    }
  }
  host.mistake('takes the agent for dead: it has read all of this as the rest of a request that somebody else began')
  return { name: 'no agent' }
}

export async function correct(host) {
  const agent = await host.correct()
  const { 'host-name': name } = await agent.call('guest-get-host-name')
  host.say(`the guest is called ${name}`)
  return { name }
}

export const moral =
  'A new connection is new for the host only: the agent goes on in the middle of what it has read. Send a 0xFF before ' +
  'guest-sync-delimited; the agent drops what it has, complains about the byte, and is all ears.'
