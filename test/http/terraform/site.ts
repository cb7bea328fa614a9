/** Where a provider asks, and whose clock it waits on. */
import { listenHttp } from '../../../src/http/server.js'
import type { HttpService } from '../../../src/http/service.js'
import { serviceHandlers } from '../../../src/http/service-handlers.js'
import type { Vm } from '../../../src/vm.js'

export interface Site {
  /** "http://127.0.0.1:4711". */
  readonly origin: string
  send(request: Request): Promise<Response>
  sleep(milliseconds: number): Promise<void>
  /** Milliseconds. */
  now(): number
}

function waiting({ timer, guest: { clock } }: Vm): Pick<Site, 'sleep' | 'now'> {
  return {
    sleep: milliseconds => new Promise(resolve => timer.after(milliseconds, resolve)),
    now: () => Number(clock.monotonic() / 1_000_000n),
  }
}

/** Without a network. */
export function inProcess(vm: Vm, service: HttpService): Site {
  return { origin: 'https://platform.test', send: request => service.respond(request), ...waiting(vm) }
}

/** Over sockets; `close` ends the server. */
export async function served(vm: Vm, service: HttpService): Promise<Site & { close(): Promise<void> }> {
  const server = await listenHttp(serviceHandlers(service))
  return { origin: server.url, send: request => fetch(request), close: () => server.close(), ...waiting(vm) }
}
