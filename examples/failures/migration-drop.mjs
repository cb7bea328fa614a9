export const title = 'The host starts a job a second time, because a migration dropped its connection'

const DUMP = { path: 'pg_dump', arg: ['--all'], 'capture-output': true }

export async function naive(host) {
  const agent = await host.naive()
  const { pid } = await agent.call('guest-exec', DUMP)
  await host.sleep('3s')
  try {
    await agent.call('guest-exec-status', { pid })
  } catch (error) {
    host.mistake(`${error.message}: thinks that the guest has died with its job, and starts another`)
    const another = await host.naive()
    const again = await another.call('guest-exec', DUMP)
    return { dumps: [pid, again.pid] }
  }
  return { dumps: [pid] }
}

export async function correct(host) {
  const agent = await host.correct()
  const { pid } = await agent.call('guest-exec', DUMP)
  await host.sleep('3s')
  // Connects again if need be, and comes back when the agent answers.
  await agent.ready()
  const { exited, exitcode } = await agent.call('guest-exec-status', { pid })
  host.say(`process ${pid} ${exited ? `has ended with status ${exitcode}` : 'is still running'}`)
  return { dumps: [pid], exited, exitcode }
}

export const moral =
  'A connection that drops is no guest that dies. After a migration it is the same agent: connect, wait until it ' +
  'answers, and ask for the old pid or handle. Only an error that says it is unknown means that it is gone.'
