export const title = 'The host resets a guest that is merely busy'

export async function naive(host) {
  const agent = host.naive()
  try {
    await agent.call('guest-fstrim')
  } catch (error) {
    host.say(`${error.message}: is anybody there?`)
    try {
      await agent.call('guest-ping')
    } catch (error) {
      host.mistake(`${error.message}: takes the guest for dead, and resets it while it trims its disks`)
      host.vm.do({ vm: 'reset' })
      return { reset: true }
    }
  }
  return { reset: false }
}

export async function correct(host) {
  const agent = await host.correct()
  // The sync has to be answered in 5 s: it tells that the agent is there. The command may take ten minutes.
  const { paths } = await agent.call('guest-fstrim', {}, { timeout: 600_000 })
  host.say(`${paths.length} file systems were trimmed`)
  return { reset: false, trimmed: paths.length }
}

export const moral =
  'The agent does one thing at a time, and a ping waits like everything else. Give each command the time that it may ' +
  'take, and do not take silence for death while one is being executed.'
