export const title = 'A freeze that was given up happens after all, and nobody is there to thaw'

/** Both clients do the same: freeze, or do without, and take the snapshot. */
async function snapshot(host, agent) {
  // In ten minutes the storage that the freeze waits for is back. It could be never.
  host.vm.timer.after(600_000, () => host.vm.faults.release('held up by the storage'))
  await agent.call('guest-fsfreeze-freeze').catch(error => host.say(error.message))
  host.say('takes the snapshot without it')
}

export async function naive(host) {
  const agent = host.naive()
  await snapshot(host, agent)
  host.mistake('nothing was frozen, so there is nothing to thaw, it thinks and leaves; the agent still has the command')
  agent.close()
  await host.sleep('1h')
  return { guest: host.vm.agent.frozen ? 'frozen' : 'thawed' }
}

export async function correct(host) {
  const agent = await host.correct()
  await snapshot(host, agent)
  // It answers when it is through with the freeze, or when somebody has restarted it.
  await agent.ready({ within: 3_600_000, retryEvery: 180_000 })
  if ((await agent.call('guest-fsfreeze-status')) === 'frozen') {
    host.say('the freeze came about: thaws')
    await agent.call('guest-fsfreeze-thaw')
  }
  return { guest: host.vm.agent.frozen ? 'frozen' : 'thawed' }
}

export const moral =
  'A freeze without an answer is not a freeze that failed: the agent does it as soon as it can. Come back until it ' +
  'answers, ask guest-fsfreeze-status, and thaw.'
