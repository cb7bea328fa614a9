export const title = 'The host believes that Windows is still frozen, 5 seconds after it has thawed itself'

export async function naive(host) {
  const agent = await host.naive()
  await agent.call('guest-fsfreeze-freeze')
  await snapshot(host, '15s')
  // To be sure that nothing was written meanwhile.
  const consistent = (await agent.call('guest-fsfreeze-status')) === 'frozen'
  host.mistake('takes the snapshot for consistent: the guest has been writing for 5 s')
  await agent
    .call('guest-fsfreeze-thaw')
    .catch(error => host.say(`${error.message}but the guest is thawed, so never mind`))
  return { consistent }
}

export async function correct(host) {
  const agent = await host.correct()
  // The storage is slow at first, and fast when the snapshot has been prepared.
  for (const [index, time] of ['15s', '4s'].entries()) {
    await agent.call('guest-fsfreeze-freeze')
    await snapshot(host, time)
    try {
      await agent.call('guest-fsfreeze-thaw')
      host.say('the thaw was in time: the snapshot is consistent')
      return { consistent: true, attempts: index + 1 }
    } catch (error) {
      host.say(`${error.message}so this snapshot is thrown away`)
    }
  }
  return { consistent: false }
}

async function snapshot(host, time) {
  host.say(`takes a snapshot, for ${time}`)
  await host.sleep(time)
}

export const moral =
  'Windows holds writes for 10 s, and guest-fsfreeze-status does not know when they are over. Only a thaw that ' +
  'succeeds says that the guest stood still; one that fails leaves the guest thawed and the snapshot worthless.'
