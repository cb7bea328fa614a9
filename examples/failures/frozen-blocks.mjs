export const title = 'A guest that a backup left frozen is taken for one that does not know the command'

export async function naive(host) {
  const agent = host.naive()
  try {
    return { filesystems: (await agent.call('guest-get-fsinfo')).length }
  } catch (error) {
    host.say(error.message)
    host.mistake('takes it for disabled by the administrator and never asks again: but the guest stands still')
    return { filesystems: 'not supported' }
  }
}

export async function correct(host) {
  const agent = await host.correct()
  const count = async () => (await agent.call('guest-get-fsinfo')).length
  try {
    return { filesystems: await count() }
  } catch (error) {
    host.say(error.message)
    if ((await agent.call('guest-fsfreeze-status')) !== 'frozen') throw error
  }
  host.say('frozen: somebody is taking a snapshot')
  await host.sleep('2m')
  if ((await agent.call('guest-fsfreeze-status')) === 'frozen') {
    host.say('still frozen: no snapshot takes that long, whoever froze it is gone')
    await agent.call('guest-fsfreeze-thaw')
  }
  return { filesystems: await count() }
}

export const moral =
  'A command that is refused may be refused for now only. Ask guest-fsfreeze-status before believing that a guest ' +
  'lacks it; and a guest that stays frozen needs somebody who thaws it.'
