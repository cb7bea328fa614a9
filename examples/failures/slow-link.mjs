export const title = 'The host takes one read for one reply'

const LETTER = '/srv/data/letter.txt'

export async function naive(host) {
  const stream = host.connect()
  const ask = async (execute, args) => {
    stream.write(`${JSON.stringify({ execute, arguments: args })}\n`)
    const chunk = await new Promise(resolve => stream.once('data', resolve))
    try {
      return JSON.parse(chunk).return
    } catch {
      host.mistake(`takes ${chunk.length} bytes for the whole reply, and that for broken: there is no end to it`)
      return undefined
    }
  }
  const handle = await ask('guest-file-open', { path: LETTER })
  const read = await ask('guest-file-read', { handle, count: 10_000 })
  stream.destroy()
  return { bytes: read?.count }
}

export async function correct(host) {
  const agent = await host.correct()
  const handle = await agent.call('guest-file-open', { path: LETTER })
  const read = await agent.call('guest-file-read', { handle, count: 10_000 })
  host.say(`the letter has ${read.count} bytes`)
  return { bytes: Number(read.count) }
}

export const moral =
  'A socket is a stream of bytes: it keeps their order and forgets how they were written. A reply ends with a line ' +
  'feed, and with nothing else.'
