export const title = 'The host runs something to see whether there is an agent, is refused, and sees none'

export async function naive(host) {
  const agent = host.naive()
  try {
    await agent.call('guest-exec', { path: '/usr/bin/true' })
    return { agent: true }
  } catch (error) {
    host.say(error.message)
    host.mistake('"this VM has no agent": it has one, which has just answered that it may not run programs')
    return { agent: false }
  }
}

export async function correct(host) {
  const agent = await host.correct()
  const { supported_commands: commands } = await agent.call('guest-info')
  const disabled = commands.filter(({ enabled }) => !enabled).map(({ name }) => name)
  host.say(`there is an agent, and ${disabled.length} of its ${commands.length} commands are disabled`)
  if (disabled.includes('guest-exec'))
    host.say('no programs here, then: the administrator would have to allow guest-exec')
  return { agent: true, disabled }
}

export const moral =
  'A refusal is an answer. guest-info tells which commands an agent knows and which of them are enabled: ask it first, ' +
  'and do with what there is.'
