export const title = 'The host takes a guest that is frozen already for one that cannot be frozen'

export async function naive(host) {
  const agent = await host.naive()
  try {
    await agent.call('guest-fsfreeze-freeze')
  } catch (error) {
    host.say(error.message)
    host.mistake('thinks that freezing is switched off here, copies the disk and leaves: the guest hangs on, frozen')
    return { consistent: false }
  }
  await agent.call('guest-fsfreeze-thaw')
  return { consistent: true }
}

export async function correct(host) {
  const agent = await host.correct()
  // Answered also while frozen, as are the thaw, guest-ping, guest-info and the syncs.
  if ((await agent.call('guest-fsfreeze-status')) === 'frozen') {
    host.say('no backup of mine is running, so that freeze was left behind: thaws it')
    await agent.call('guest-fsfreeze-thaw')
  }
  const frozen = await agent.call('guest-fsfreeze-freeze')
  host.say('copies the disk')
  const thawed = await agent.call('guest-fsfreeze-thaw')
  return { consistent: true, frozen, thawed }
}

export const moral =
  'A frozen agent refuses most commands as "disabled". Ask guest-fsfreeze-status before a freeze and whenever one is ' +
  'refused, and thaw what nobody else is going to thaw.'
