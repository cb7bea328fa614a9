export const title = 'The host resets a guest that only sleeps, and what people had open is gone'

export async function naive(host) {
  const agent = await host.naive()
  await agent.call('guest-ping').catch(error => host.say(error.message))
  host.mistake('thinks that the guest hangs and presses reset: it was asleep, with everything open')
  host.vm.do({ vm: 'reset' })
  return report(host, agent)
}

export async function correct(host) {
  const agent = await host.correct()
  await agent.sync().catch(error => host.say(error.message))
  // What QMP's query-status tells of a real VM: "suspended".
  if (host.vm.guest.power.state === 'suspended-ram') {
    host.say('QEMU says that the guest is suspended: system_wakeup')
    host.vm.wakeup()
  }
  return report(host, agent)
}

/** Who has come through it. */
async function report(host, agent) {
  const users = await agent.call('guest-get-users')
  host.say(`logged in: ${users.map(({ user }) => user).join(' and ') || 'nobody'}`)
  return { loggedIn: users.map(({ user }) => user) }
}

export const moral =
  'Silence has many reasons. Before a reset ask query-status of QMP: a guest that is "suspended" needs ' +
  'system_wakeup and has lost nothing, and no agent can answer before that.'
