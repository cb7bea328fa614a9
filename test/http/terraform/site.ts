/** Where a provider asks, and whose clock it waits on. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { RequestHandler } from 'msw'
import { setupServer } from 'msw/node'
import { run } from '../../../src/cli/run.js'
import { listenHttp } from '../../../src/http/msw.js'
import type { Vm } from '../../../src/vm.js'
import { FakeTerminal } from '../../cli/fake-terminal.js'
import { sendTrusting } from './send-trusting.js'

export interface Site {
  /** "https://127.0.0.1:4711". */
  readonly origin: string
  send(request: Request): Promise<Response>
  sleep(milliseconds: number): Promise<void>
  /** Milliseconds. */
  now(): number
}

/** One that ends. */
export interface Place extends Site {
  close(): Promise<void>
}

type Waiting = Pick<Site, 'sleep' | 'now'>

/** A provider in the process of the VM can go by the guest's clock. */
export function waitingFor({ timer, guest: { clock } }: Vm): Waiting {
  return {
    sleep: milliseconds => new Promise(resolve => timer.after(milliseconds, resolve)),
    now: () => Number(clock.monotonic() / 1_000_000n),
  }
}

/** One that has a clock of its own, on which hours pass in no time. */
export function ownClock(): Waiting {
  let slept = 0
  return {
    sleep: async milliseconds => {
      slept += milliseconds
      await turn()
    },
    now: () => slept,
  }
}

/** Through msw, which answers `fetch` without a network. */
export async function inProcess(handlers: readonly RequestHandler[], waiting: Waiting): Promise<Place> {
  const server = setupServer(...handlers)
  server.listen({ onUnhandledRequest: 'error' })
  return {
    origin: 'https://platform.test:8006',
    send: request => fetch(request),
    close: async () => server.close(),
    ...waiting,
  }
}

/** Over HTTPS, which is all that providers speak, by one that trusts the certificate and no other. */
export async function overHttps(handlers: readonly RequestHandler[], waiting: Waiting): Promise<Place> {
  const { url, certificate = '', close } = await listenHttp(handlers, { tls: true })
  return { origin: url, send: request => sendTrusting(certificate, request), close, ...waiting }
}

/** The same against `mockvm serve --https`; `close` gives its exit status and what it printed. */
export async function againstServe(
  args: readonly string[],
): Promise<Site & { close(): Promise<{ readonly status: number; readonly printed: string }> }> {
  const directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  const file = join(directory, 'certificate.pem')
  const terminal = new FakeTerminal()
  const end = run(['serve', ...args, '--https', '0', '--certificate', file], terminal)
  const failed = end.then(() => Promise.reject(new Error(`serve has ended: ${terminal.err}`)))
  const [origin] = await Promise.race([terminal.printed(/https:[^\s/]*\/\/[^\s/]+(?=\. Try)/), failed])
  failed.catch(() => {})
  const certificate = readFileSync(file, 'utf8')
  return {
    origin,
    send: request => sendTrusting(certificate, request),
    ...ownClock(),
    close: async () => {
      terminal.signal('SIGTERM')
      const status = await end
      rmSync(directory, { recursive: true })
      return { status, printed: terminal.out }
    },
  }
}
