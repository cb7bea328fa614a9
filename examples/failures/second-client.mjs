export const title = 'The host tries again until it is served, and its job runs three times'

const JOB = { path: '/usr/bin/touch', arg: ['/srv/data/backup-taken'] }

/** How often the job was really started. */
const runs = host => host.vm.calls('guest-exec').length

export async function naive(host) {
  for (let attempt = 0; attempt < 10; attempt++) {
    const agent = host.naive({ timeout: 12_000 })
    try {
      await agent.call('guest-exec', JOB)
      break
    } catch (error) {
      host.say(`${error.message}: leaves, and tries again on a new connection`)
      agent.close()
    }
  }
  host.mistake(`believes that the job was started once; it was ${runs(host)} times, for what was sent stays sent`)
  return { started: runs(host) }
}

export async function correct(host) {
  const agent = await host.correct({ syncTimeout: 60_000 })
  await agent.sync()
  host.say('the line is ours')
  await agent.call('guest-exec', JOB)
  host.say('the job has been started, once')
  return { started: runs(host) }
}

export const moral =
  'A connection that was accepted is not yet one that is served. Wait in line with a guest-sync-delimited, which does no ' +
  'harm however often it is executed, and send the command only when it has been answered.'
