export const title = 'The agent forgets what it has started, and the host takes a job that is done for one that failed'

const NEW = '/srv/data/report-2026.csv'
const RENAME = { path: '/usr/bin/mv', arg: ['/srv/data/report.csv', NEW] }

/** Starts the job and asks what came of it, again if nobody answers. */
async function rename(host, agent) {
  const { pid } = await agent.call('guest-exec', RENAME)
  const status = () => agent.call('guest-exec-status', { pid })
  return status().catch(error => {
    host.say(error.message)
    return status()
  })
}

export async function naive(host) {
  const agent = host.naive()
  const { exitcode } = await rename(host, agent).catch(error => {
    host.say(`${error.message}: so it was not started, once more`)
    return rename(host, agent)
  })
  host.mistake("reports that the file could not be renamed: it was, the first time, and can't be a second time")
  return { renamed: exitcode === 0 }
}

export async function correct(host) {
  const agent = await host.correct()
  try {
    const { exitcode } = await rename(host, agent)
    return { renamed: exitcode === 0n }
  } catch (error) {
    host.say(`${error.message}: another agent than the one that has started it. Is the new file there?`)
    const handle = await agent.call('guest-file-open', { path: NEW }).catch(() => undefined)
    host.say(handle === undefined ? 'it is not' : 'it is: the job is done')
    return { renamed: handle !== undefined }
  }
}

export const moral =
  'Pids and handles live as long as the process that gave them out. When they are unknown after a silence the agent ' +
  'has been restarted, and what it had started may be done, failed or still running: look at what it was to achieve.'
