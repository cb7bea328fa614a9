export const title = 'Connected too early: this connection will never be answered, every later one would be'

export async function naive(host) {
  const agent = host.naive()
  for (let attempt = 1; attempt <= 6; attempt++) {
    try {
      await agent.call('guest-ping')
      return { isUp: true }
    } catch (error) {
      host.say(error.message)
    }
  }
  host.mistake('gives the guest up: the agent has been there for 22 s, but it does not hear this connection')
  return { isUp: false }
}

export async function correct(host) {
  const agent = await host.correct()
  // A new connection for every attempt.
  await agent.ready({ within: 60_000, retryEvery: 3000 })
  host.say('the agent is ready')
  return { isUp: true }
}

export const moral =
  'A connection that gets no answer may be deaf for good. Wait for an agent with short attempts, each of them on a ' +
  'connection of its own.'
