import type { Wait } from '../../wait.js'
import type { GivenOptions } from '../options.js'
import { type Console, program } from '../streaming/console.js'
import { ProgressMeter } from './curl-meter.js'
import { readCommandLine, usage } from './curl-options.js'
import { Failure } from './curl-output.js'
import { Retries } from './curl-retry.js'
import { type Told, transfer } from './curl-transfer.js'
import { writeOut } from './curl-write-out.js'

const VERSION = 'curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1 OpenSSL/3.0.17\nRelease-Date: 2023-02-20\n'

/** curl(1) 7.88.1: files, and services of the guest, in a network where nobody else answers. */
export const curl = program(
  function* (console) {
    const options = yield* readCommandLine(console)
    if (options.has('V')) {
      yield* console.print(VERSION)
      return undefined
    }
    const urls = [...options.operands, ...options.list.flatMap(({ name, value }) => (name === 'url' && value) || [])]
    if (urls.length === 0) return yield* usage(console)
    for (const text of urls) yield* transferOne(console, options, text)
    return undefined
  },
  { shortName: true },
)

function* transferOne(console: Console, options: GivenOptions, url: string): Generator<Wait, void, void> {
  const { clock } = console.task.guest
  const isSilent = options.has('s') || options.has('no-progress-meter')
  const meter = new ProgressMeter(console, isSilent)
  const retries = new Retries(console, options)
  const start = clock.inGuest()
  for (;;) {
    const told: Told = { size: 0 }
    const { problem, failure } = yield* attempt(transfer(console, { options, meter, told }, url))
    console.exitCode = failure?.code ?? 0
    const error = failure?.message ?? ''
    if (failure !== undefined && (!options.has('s') || options.has('S'))) {
      yield* console.say(`curl: (${failure.code}) ${error}\n`)
    }
    if (yield* retries.next(problem, failure !== undefined)) continue
    const format = options.value('w')
    const time = clock.inGuest() - start
    const ended = { ...told, url, method: methodOf(options), code: console.exitCode, error, time }
    if (format !== undefined) yield* console.print(yield* writeOut(console, format, ended))
    return
  }
}

function* attempt(
  work: Generator<Wait, string | undefined, void>,
): Generator<Wait, { readonly problem: string | undefined; readonly failure?: Failure }, void> {
  try {
    return { problem: yield* work }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { problem: error.problem, failure: error }
  }
}

function methodOf(options: GivenOptions): string {
  const hasBody = ['d', 'data-raw', 'data-binary', 'json', 'F'].some(name => options.has(name)) && !options.has('G')
  return options.value('X') ?? (options.has('I') ? 'HEAD' : hasBody ? 'POST' : 'GET')
}
