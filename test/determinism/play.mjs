/**
 * Plays a script in a process of its own: `node play.mjs DIST SCRIPT OUTPUT`. SCRIPT is JSON: options of createVm, and
 * steps (see script.ts). To OUTPUT go the bytes that the clients got, one character each, and the lines of the trace.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

const [dist, script, output] = process.argv.slice(2)
const { createVm, encodeEvent } = await import(pathToFileURL(`${dist}/index.js`).href)
const { options, steps } = JSON.parse(readFileSync(script, 'utf8'))

const vm = await createVm(options)
const known = { pid: '1', handle: '1000' }
let bytes = ''
let client

function connect() {
  client?.end()
  client = vm.connect()
  client.on('data', chunk => {
    const text = chunk.toString('latin1')
    bytes += text
    known.pid = /"return": {"pid": (\d+)}/.exec(text)?.[1] ?? known.pid
    known.handle = /"return": (1\d\d\d)}/.exec(text)?.[1] ?? known.handle
  })
}

async function send({ send: text, cut }) {
  const whole = Buffer.from(
    text.replace(/@(pid|handle)/g, (_, name) => known[name]),
    'latin1',
  )
  client.write(whole.subarray(0, cut ?? whole.length))
  await turn()
  if (cut !== undefined) client.write(whole.subarray(cut))
}

async function call(step) {
  const outcome = await Promise.race([vm.call(step.call, step.arguments).catch(error => error), turn()])
  bytes += `${outcome instanceof Error ? outcome.message : typeof outcome}\n`
}

connect()
for (const step of steps) {
  if ('send' in step) await send(step)
  else if ('call' in step) await call(step)
  else if ('advance' in step) {
    // A clock that follows the host moves by itself.
    if (options.clock?.mode !== 'real') vm.advance(step.advance)
  } else if (step.do === 'wakeup') vm.wakeup()
  else connect()
  await turn()
}
await vm.close()
writeFileSync(output, JSON.stringify({ bytes, trace: vm.events.map(encodeEvent) }))
