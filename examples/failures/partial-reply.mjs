export const title = 'Half a reply makes the host declare a healthy guest broken'

/** Both clients do the same: ask, and ask once more if nothing comes. */
async function inventory(host, agent) {
  const ask = () => agent.call('guest-get-host-name')
  const answer = await ask().catch(error => {
    host.say(error.message)
    return ask()
  })
  return { name: answer['host-name'] }
}

export async function naive(host) {
  const agent = await host.naive()
  try {
    return await inventory(host, agent)
  } catch {
    host.mistake('that is no JSON: takes the guest for broken, but it was half a line and a good one behind it')
    return { name: 'broken' }
  }
}

export async function correct(host) {
  const agent = await host.correct()
  const result = await inventory(host, agent)
  host.say(`what stands before the 0xFF is thrown away; the guest is called ${result.name}`)
  return result
}

export const moral =
  'A reply may stop in the middle. guest-sync-delimited puts a 0xFF before its answer: whatever of a line stands in ' +
  'front of that byte will never be whole, and a client throws it away and asks again.'
