export const title = 'The host asks once too often how a program ended, and never learns that it failed'

const DUMP = { path: '/usr/bin/pg_dump', arg: ['shop'], 'capture-output': true }

export async function naive(host) {
  const agent = host.naive()
  const { pid } = await agent.call('guest-exec', DUMP)
  while (!(await agent.call('guest-exec-status', { pid })).exited) await host.sleep('2s')
  host.say('it has ended; now for the result')
  try {
    const { exitcode } = await agent.call('guest-exec-status', { pid })
    return { exitcode }
  } catch (error) {
    host.mistake(`${error.message}: the result was in the reply before, which said that it failed`)
    return { exitcode: undefined }
  }
}

export async function correct(host) {
  const agent = await host.correct()
  const { pid } = await agent.call('guest-exec', DUMP)
  let status = await agent.call('guest-exec-status', { pid })
  while (!status.exited) {
    await host.sleep('2s')
    status = await agent.call('guest-exec-status', { pid })
  }
  const why = Buffer.from(status['err-data'] ?? '', 'base64')
    .toString()
    .trim()
  host.say(`exit code ${status.exitcode}: ${why}`)
  return { exitcode: Number(status.exitcode), why }
}

export const moral =
  'The reply with "exited": true is the only one: the agent forgets the program with it. Keep that reply, and let one ' +
  'part of the host alone ask for a pid.'
