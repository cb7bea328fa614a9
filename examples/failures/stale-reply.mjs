export const title = 'The host takes the time of day for a file handle'

/** Both clients do the same: ask for the time, give up, and go on to read a file. */
async function backup(host, agent) {
  await agent.call('guest-get-time').catch(() => host.say('no answer to guest-get-time in 5 s'))
  // The guest has caught up by now, and its answer is on its way to whoever reads next.
  await host.sleep('3s')
  const handle = await agent.call('guest-file-open', { path: '/etc/hostname' })
  return { handle }
}

export async function naive(host) {
  const agent = await host.naive()
  const result = await backup(host, agent)
  host.mistake(`takes ${result.handle} for the handle of /etc/hostname: it is the time, in nanoseconds`)
  return result
}

export async function correct(host) {
  const agent = await host.correct()
  const result = await backup(host, agent)
  host.say(`the handle of /etc/hostname is ${result.handle}`)
  return result
}

export const moral =
  'The line knows no ids. After a time-out a client must not believe the next line: it sends 0xFF and ' +
  'guest-sync-delimited with a number of its own, and drops everything up to the answer that has that number.'
