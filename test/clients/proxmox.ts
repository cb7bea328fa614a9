/**
 * How Proxmox VE asks an agent: on a new connection for each command, with guest-sync-delimited and the command in one
 * write and no 0xFF in front. It looks for 0xFF, a line, and another line.
 */
import type { Duplex } from 'node:stream'
import { parseObject, request, resultOf, type Skipped, type Timer } from './line-stream.js'

const SECONDS: Readonly<Record<string, number>> = {
  'guest-ping': 3,
  'guest-fsfreeze-thaw': 180,
  'guest-fstrim': 600,
  'guest-shutdown': 600,
  'guest-fsfreeze-freeze': 3600,
}

/** They may end with the connection and without a reply. */
const MAY_END = /^guest-(?:shutdown|suspend-(?:disk|ram|hybrid))$/

const PAIR = /^(.*?)\xff([^\n]+)\n([^\n]+)\n/s

export class TimedOut extends Error {}

export interface ProxmoxOptions {
  readonly connect: () => Duplex
  readonly timer: Timer
  /** Ids of syncs count up from it. */
  readonly firstId: number
}

export class Proxmox {
  readonly skipped: Skipped[] = []
  readonly #options: ProxmoxOptions
  #nextId: number

  constructor(options: ProxmoxOptions) {
    this.#options = options
    this.#nextId = options.firstId
  }

  call(name: string, args?: object): Promise<unknown> {
    const { connect, timer } = this.#options
    const id = BigInt(this.#nextId++)
    return new Promise((resolve, reject) => {
      const stream = connect()
      let got = ''
      const end = (settle: () => void) => {
        cancel()
        stream.destroy()
        settle()
      }
      const milliseconds = 1000 * (SECONDS[name] ?? 5)
      const cancel = timer.after(milliseconds, () => {
        if (got !== '') this.skipped.push({ bytes: got, why: 'never answered' })
        end(() => reject(new TimedOut(`${name}: got timeout`)))
      })
      stream.on('error', () => {})
      stream.on('close', () => {
        if (MAY_END.test(name)) end(() => resolve(undefined))
        else end(() => reject(new Error(`${name}: the connection was closed`)))
      })
      stream.on('data', (chunk: Buffer) => {
        got += chunk.toString('latin1')
        for (let pair = PAIR.exec(got); pair !== null; pair = PAIR.exec(got)) {
          const [{ length }, before = '', synced = '', answer = ''] = pair
          got = got.slice(length)
          if (before !== '') this.skipped.push({ bytes: before, why: 'before 0xFF' })
          const sync = parseObject(synced)?.return
          if (typeof sync === 'bigint' && sync < id) {
            this.skipped.push({ bytes: `\xff${synced}\n${answer}\n`, why: 'lower id' })
          } else if (sync !== id) {
            end(() => reject(new Error(`${name}: got wrong id`)))
          } else {
            const reply = parseObject(answer)
            end(() => (reply ? resolve(attempt(reply)) : reject(new Error(`${name}: malformed reply`))))
          }
        }
      })
      stream.write(request('guest-sync-delimited', { id: Number(id) }) + request(name, args))
    })
  }

  /** How many file systems, or undefined if that was never told and the agent just says that they are frozen. */
  async freeze(): Promise<unknown> {
    try {
      return await this.call('guest-fsfreeze-freeze')
    } catch (error) {
      if (!(error instanceof TimedOut)) throw error
    }
    while ((await this.#status()) !== 'frozen') {}
    return undefined
  }

  /** As Perl breaks it into lines. */
  base64(bytes: Buffer): string {
    return bytes.toString('base64').replace(/.{1,76}/g, '$&\n')
  }

  /** Undefined: no answer in time, once more. */
  async #status(): Promise<unknown> {
    try {
      return await this.call('guest-fsfreeze-status')
    } catch (error) {
      if (error instanceof TimedOut) return undefined
      throw error
    }
  }
}

/** The result, or a promise that is rejected with the agent's error. */
async function attempt(reply: NonNullable<ReturnType<typeof parseObject>>): Promise<unknown> {
  return resultOf(reply)
}
