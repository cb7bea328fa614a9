export const title = 'The host gives up on a VM that still boots, and later the guest does three times what it was told'

const DUMP = { path: 'pg_dump', arg: ['--all'] }

/** What has come of it two minutes after the VM was started. */
async function outcome(host, started) {
  await host.sleep('2m')
  return { started, runs: host.vm.calls('guest-exec').length }
}

export async function naive(host) {
  const agent = host.naive()
  for (let attempt = 1; attempt <= 3; attempt++) {
    try {
      await agent.call('guest-exec', DUMP)
      return outcome(host, true)
    } catch (error) {
      host.say(error.message)
    }
  }
  host.mistake('"the VM has no agent": nothing was dumped, it thinks, but all three requests wait in its socket')
  return outcome(host, false)
}

export async function correct(host) {
  const agent = await host.correct()
  // A sync does nothing: it may be asked as often as one likes, and what waits of it is gone with its connection.
  await agent.ready({ within: 180_000, retryEvery: 30_000 })
  await agent.call('guest-exec', DUMP)
  host.say('the dump has been started')
  return outcome(host, true)
}

export const moral =
  'That a VM runs says nothing of its agent, and a time-out takes nothing back. Ask something harmless until it is ' +
  'answered, within a limit; only then send what must happen once.'
