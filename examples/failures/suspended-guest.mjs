export const title = 'The host pulls the plug of a guest that only sleeps, and what people had open is gone'

export async function naive(host) {
  const agent = await host.naive()
  await agent.call('guest-ping').catch(error => host.say(error.message))
  host.mistake('thinks that the guest hangs and pulls the plug: it was asleep, with everything open')
  // virsh destroy and virsh start: another QEMU, another boot.
  host.vm.do([{ vm: 'quit' }, { vm: 'wakeup' }])
  return report(host, await host.naive())
}

export async function correct(host) {
  const agent = await host.correct()
  await agent.sync().catch(error => host.say(error.message))
  // As QMP's query-status tells it.
  if (host.vm.status === 'suspended') {
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
  'Silence has many reasons. Before pulling the plug ask query-status of QMP: a guest that is "suspended" needs ' +
  'system_wakeup and has lost nothing, and no agent can answer before that.'
