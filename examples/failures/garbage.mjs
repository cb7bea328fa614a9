export const title = 'A login prompt gets between the replies'

/** What can't be read is left out, or asked for again: that does no harm here. */
async function describe(host, agent, attempts) {
  const ask = async name => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      try {
        return await agent.call(name)
      } catch (error) {
        host.say(error.message)
      }
    }
    return undefined
  }
  await ask('guest-ping')
  return { timezone: await ask('guest-get-timezone'), name: await ask('guest-get-host-name') }
}

export async function naive(host) {
  const guest = await describe(host, host.naive(), 1)
  await host.sleep('1s')
  host.mistake(`takes ${JSON.stringify(guest.name)} for the host name: it reads one line behind from now on`)
  return guest
}

export async function correct(host) {
  const guest = await describe(host, await host.correct(), 3)
  host.say(`the host name is ${guest.name['host-name']}`)
  return guest
}

export const moral =
  'Not every line is a reply. After one that is none, sync with guest-sync-delimited before you ask again: then it ' +
  'does not matter what lies in between. A CR before the line feed is white space.'
