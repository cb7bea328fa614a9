export const title = 'The end of a long log is cut off, and out-truncated says false'

const LOG = '/var/log/app.log'
const PIECE = 6 << 20

async function printLog(host, agent) {
  const { pid } = await agent.call('guest-exec', { path: '/usr/bin/cat', arg: [LOG], 'capture-output': true })
  await host.sleep('1s')
  return agent.call('guest-exec-status', { pid })
}

const sizeOf = base64 => Buffer.from(base64, 'base64').length

export async function naive(host) {
  const status = await printLog(host, host.naive())
  const log = { size: sizeOf(status['out-data']), isWhole: !status['out-truncated'] }
  host.mistake(`takes ${log.size} bytes for the whole log, for out-truncated is false: a mebibyte is missing`)
  return log
}

export async function correct(host) {
  const agent = await host.correct()
  const status = await printLog(host, agent)
  const log = { size: sizeOf(status['out-data']), isWhole: status['out-truncated'] === undefined }
  if (log.isWhole) return log
  host.say(`out-truncated is there: ${log.size} bytes are not all. Reads the file itself, in pieces`)
  const handle = await agent.call('guest-file-open', { path: LOG })
  log.size = 0
  for (let eof = false; !eof; ) {
    const piece = await agent.call('guest-file-read', { handle, count: PIECE })
    log.size += sizeOf(piece['buf-b64'])
    eof = piece.eof
  }
  await agent.call('guest-file-close', { handle })
  host.say(`${log.size} bytes are the whole log`)
  return { ...log, isWhole: true }
}

export const moral =
  'guest-exec keeps 16 MiB of a stream. Up to 7.2.19, 10.0.3 and 10.1.0 "out-truncated" is there only if more came, and ' +
  'is false: its presence is the sign, not its value. Have programs write what may be long to a file, and read that in ' +
  'pieces.'
