/** One command over one connection of its own. */
import { type HttpJson, writeHttpJson } from '../../json.js'
import type { ProxmoxGuest } from '../cluster.js'
import { BadReply, type Reply, ReplyReader } from './reply-reader.js'
import { nextSyncId } from './sync-ids.js'

export interface AgentRequest {
  /** "guest-get-osinfo" */
  readonly command: string
  readonly args: { readonly [name: string]: HttpJson | undefined }
  /** Milliseconds on the guest's clock, counted from the connection on. */
  readonly timeout: number
  /** Whether the host's process may end meanwhile. */
  readonly background: boolean
}

/** There is none; its message is why, as the API tells it. */
export class NoReply extends Error {}

export class GotTimeout extends NoReply {
  constructor() {
    super('got timeout\n')
  }
}

const MILLISECOND = 1_000_000n

/** What errno means, of a connection that can't be made. */
const ERRNO_TEXTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Connection refused',
  ENOENT: 'No such file or directory',
}

/** Successful ones may end with the connection, once the sync in front of them has been answered. */
const MAY_END: ReadonlySet<string> = new Set([
  'guest-shutdown',
  'guest-suspend-ram',
  'guest-suspend-disk',
  'guest-suspend-hybrid',
])

/**
 * Gives the reply; nothing if the connection ended instead of one, where it may. Rejects with NoReply. Throws where the VM
 * is closed.
 */
export function exchange(guest: ProxmoxGuest, request: AgentRequest): Promise<Reply | undefined> {
  const { vmid, vm } = guest
  const { command, args, timeout, background } = request
  const { clock } = vm.guest
  const stream = vm.connect()
  const id = nextSyncId(vm)
  const reader = new ReplyReader(id)
  return new Promise((resolve, reject) => {
    // In mode `real`: the time-out counts from now on.
    clock.sync()
    const timer = clock.host(BigInt(timeout) * MILLISECOND, () => end(() => reject(new GotTimeout())), { background })
    // A QEMU whose guest is off is ended by its host, and its sockets with it.
    const unwatch = vm.onEvent(() => {
      if (!guest.isRunning) process.nextTick(ended)
    })
    let isOver = false

    function end(settle: () => void): void {
      if (isOver) return
      isOver = true
      timer.cancel()
      unwatch()
      stream.destroy()
      settle()
    }

    /** What is no reply ends it. */
    function attempt(read: () => void): void {
      if (isOver) return
      try {
        read()
      } catch (error) {
        const reason = error instanceof BadReply ? new NoReply(error.message) : error
        end(() => reject(reason))
      }
    }

    function ended(): void {
      attempt(() => {
        if (!MAY_END.has(command) || !reader.hasSynced()) throw new BadReply('client closed connection\n')
        end(() => resolve(undefined))
      })
    }

    stream.on('data', (chunk: Buffer) =>
      attempt(() => {
        const reply = reader.push(chunk)
        if (reply !== undefined) end(() => resolve(reply))
      }),
    )
    stream.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
      const text = ERRNO_TEXTS[code]
      // Other ends of a connection are told by its 'close'.
      if (text === undefined) return
      end(() => reject(new NoReply(`unable to connect to VM ${vmid} qga socket - ${text}\n`)))
    })
    stream.on('close', ended)
    stream.write(line('guest-sync-delimited', { id }) + line(command, args))
  })
}

function line(command: string, args: AgentRequest['args']): string {
  return `${writeHttpJson({ execute: command, arguments: args })}\n`
}
