export const title = 'The host resets a guest that is well, because thawing it failed'

export async function naive(host) {
  const agent = await host.naive()
  await agent.call('guest-fsfreeze-freeze').catch(error => host.say(error.message))
  try {
    // Who knows what was frozen before that.
    await agent.call('guest-fsfreeze-thaw')
  } catch (error) {
    host.say(error.message)
    host.mistake('thinks that the guest can be neither frozen nor thawed, and presses reset: nothing was frozen')
    host.vm.do({ vm: 'reset' })
    return { guest: 'reset', backup: 'none' }
  }
  return { guest: 'untouched', backup: 'none' }
}

export async function correct(host) {
  const agent = await host.correct()
  try {
    await agent.call('guest-fsfreeze-freeze')
  } catch (error) {
    const status = await agent.call('guest-fsfreeze-status')
    host.say(`${error.message}; the guest is ${status}: takes the backup as it is, and tells the administrator`)
    return { guest: status, backup: 'not consistent' }
  }
  await agent.call('guest-fsfreeze-thaw')
  return { guest: 'thawed', backup: 'consistent' }
}

export const moral =
  'The hook runs first at a freeze and last at a thaw: a freeze that fails with it has frozen nothing, and a thaw ' +
  'that fails with it has thawed everything. guest-fsfreeze-status says how things stand; an error does not.'
