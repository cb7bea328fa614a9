export const title = 'A guest without an agent keeps the host "still creating" until it calls a good VM failed'

export async function naive(host) {
  const agent = host.naive({ timeout: 300_000 })
  for (let minutes = 5; minutes <= 20; minutes += 5) {
    try {
      return { vm: 'created', addresses: await agent.call('guest-network-get-interfaces') }
    } catch {
      host.say(`still creating... (${minutes} min)`)
    }
  }
  host.mistake('calls the VM failed: it has been running for 20 min, it only has no agent to tell its addresses')
  return { vm: 'failed' }
}

export async function correct(host) {
  const agent = await host.correct()
  try {
    await agent.ready({ within: 60_000, retryEvery: 20_000 })
    return { vm: 'created', addresses: await agent.call('guest-network-get-interfaces') }
  } catch (error) {
    if (error.name !== 'AgentTimeout') throw error
    host.say('no agent within a minute: the VM runs, but its addresses are unknown')
    return { vm: 'created', addresses: 'unknown' }
  }
}

export const moral =
  'No agent looks like a slow one: QEMU takes the connection and the bytes, and there is no error to wait for. Limit ' +
  'the waiting as a whole, and let an agent that is missing cost what only an agent can tell, not the VM.'
