import { formatAddress } from '../../ip-address.js'
import type { Body } from '../../tasks/stream.js'
import { lines } from './options.js'

const SECOND = 1_000_000_000n

/** Only the guest's own addresses answer: what lies outside nobody knows. */
export const ping: Body = function* (task) {
  const args = task.argv.slice(1)
  const option = args.findIndex(it => /^[-/]n$/i.test(it))
  const count = option === -1 ? 4 : Number(args[option + 1])
  const [name = '', ...more] = option === -1 ? args : args.toSpliced(option, 2)
  const own = task.guest.interfaces.list().flatMap(it => it.addresses.map(formatAddress))
  const address = name.toLowerCase() === 'localhost' ? '127.0.0.1' : name
  const isOwn = address === '127.0.0.1' || own.some(it => it.replace(/\/.*$/, '') === address)
  if (!isOwn || address.includes(':') || more.length > 0 || !(count >= 1)) {
    const text =
      "mockvm: only ping [-n COUNT] ADDRESS with an IPv4 address of the guest is simulated; add the command line to the scenario's programs"
    yield* task.write(2, Buffer.from(lines(text)))
    return { exitCode: 1 }
  }
  const print = (...text: string[]) => task.write(1, Buffer.from(lines(...text)))
  yield* print('', `Pinging ${address} with 32 bytes of data:`)
  for (let index = 0; index < count; index++) {
    if (index > 0) yield* task.sleep(SECOND)
    yield* print(`Reply from ${address}: bytes=32 time<1ms TTL=128`)
  }
  yield* print(
    '',
    `Ping statistics for ${address}:`,
    `    Packets: Sent = ${count}, Received = ${count}, Lost = 0 (0% loss),`,
    'Approximate round trip times in milli-seconds:',
    '    Minimum = 0ms, Maximum = 0ms, Average = 0ms',
  )
  return { exitCode: 0 }
}
