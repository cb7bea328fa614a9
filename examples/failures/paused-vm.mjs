export const title = 'The guest freezes half a minute after it was asked to, when nobody is there to thaw it'

export async function naive(host) {
  const agent = await host.naive()
  const frozen = await agent.call('guest-fsfreeze-freeze').catch(error => {
    host.say(`${error.message}: there is no agent, copies the disk without`)
    return false
  })
  await host.sleep('40s')
  host.mistake('is done with a guest that it believes untouched: it froze when it was resumed, and stays so')
  return { frozen }
}

export async function correct(host) {
  const agent = await host.correct()
  // A sync does no harm when it is carried out too late.
  await agent.sync().catch(() => host.say('nobody answers, so nothing else is sent; waits for the VM to run again'))
  await agent.ready({ retryEvery: 10_000 })
  const frozen = await agent.call('guest-fsfreeze-freeze')
  host.say('copies the disk')
  const thawed = await agent.call('guest-fsfreeze-thaw')
  return { frozen, thawed }
}

export const moral =
  'What a paused VM is sent waits for it, and is carried out when it goes on: a time-out takes nothing back. Sync ' +
  'first, and send what has consequences only to an agent that has just answered.'
