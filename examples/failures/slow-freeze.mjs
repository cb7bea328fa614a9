export const title = 'The guest freezes when the host has given up, and nobody thaws it'

export async function naive(host) {
  const agent = await host.naive()
  const frozen = await agent.call('guest-fsfreeze-freeze').catch(error => {
    host.say(`${error.message}: copies the disk without`)
    return false
  })
  await host.sleep('10s')
  // Thawing what isn't frozen would be a waste of time.
  if (frozen !== false) await agent.call('guest-fsfreeze-thaw')
  host.mistake('has copied the disk and leaves: the guest has been frozen for 7 s, and stays so')
  return { frozen }
}

export async function correct(host) {
  const agent = await host.correct()
  try {
    const frozen = await agent.call('guest-fsfreeze-freeze', {}, { timeout: 600_000 })
    host.say('copies the disk')
    await host.sleep('10s')
    return { frozen }
  } finally {
    // However the freeze went: the agent comes to this when it is done with that.
    await agent.call('guest-fsfreeze-thaw', {}, { timeout: 600_000 })
  }
}

export const moral =
  'A freeze may take minutes: give it a time-out of its own. One that has timed out still happens, so a host ' +
  'thaws in any case, and waits until that has been answered.'
