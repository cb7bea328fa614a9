export const title = 'The copy of a reply answers the next command: two files have one handle'

/** Opens two files to write into them. */
async function openFiles(host, agent) {
  const invoice = await agent.call('guest-file-open', { path: '/var/tmp/invoice', mode: 'w' })
  const letter = await agent.call('guest-file-open', { path: '/var/tmp/letter', mode: 'w' })
  await host.sleep('1s')
  return { invoice: Number(invoice), letter: Number(letter) }
}

export async function naive(host) {
  const handles = await openFiles(host, host.naive())
  host.mistake(`takes ${handles.letter} for the handle of the letter, which will be written into the invoice`)
  return handles
}

export async function correct(host) {
  const handles = await openFiles(host, await host.correct())
  host.say(`the handle of the invoice is ${handles.invoice}, that of the letter ${handles.letter}`)
  return handles
}

export const moral =
  'A reply may come twice, and nothing on it says so. A client that syncs before each command, with a number that it ' +
  'has not used before, drops whatever comes before the answer to its sync, and what comes when it asks for nothing.'
