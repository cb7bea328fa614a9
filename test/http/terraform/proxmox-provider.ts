/** How a terraform provider of Proxmox VE waits for the addresses of a VM that it has just started. */
import { isGlobalUnicast } from './addresses.js'
import type { Site } from './site.js'

const AGENT = '/api2/json/nodes/pve/qemu/100/agent'

export interface Interface {
  readonly name: string
  readonly 'ip-addresses'?: readonly { readonly 'ip-address': string }[]
}

export interface Patience {
  /** 15 min, as `agent.timeout` of a VM has it. */
  readonly timeout?: number
  /** Between two attempts: 1 s. */
  readonly delay?: number
}

class HttpError extends Error {
  readonly status: number

  constructor({ status, statusText }: Response) {
    super(`received an HTTP ${status} response - Reason: ${statusText}`)
    this.status = status
  }
}

const isAgentLate = (error: unknown) =>
  error instanceof HttpError &&
  (error.status === 400 || (error.status === 500 && /not running|got timeout/.test(error.message)))

const isRefused = (error: unknown) => error instanceof HttpError && error.status === 400

class NoAddressYet extends Error {
  override readonly message = 'no ips yet'
}

/** Rejects with what it was refused last when the time is over, and at once with what is no reason to ask again. */
export async function waitForInterfaces(site: Site, patience: Patience = {}): Promise<Interface[]> {
  await retry(site, patience, isAgentLate, () => ask(site, 'POST', 'ping'))
  return retry(
    site,
    patience,
    error => isRefused(error) || error instanceof NoAddressYet,
    async () => {
      const { result } = (await ask(site, 'GET', 'network-get-interfaces')) as { result: Interface[] }
      // An agent's error comes as an object, which doesn't fit where a list is to be.
      if (!Array.isArray(result)) throw new TypeError('json: cannot unmarshal object into a list')
      if (!result.some(hasGlobalAddress)) throw new NoAddressYet()
      return result
    },
  )
}

function hasGlobalAddress(it: Interface): boolean {
  return it.name !== 'lo' && (it['ip-addresses'] ?? []).some(({ 'ip-address': address }) => isGlobalUnicast(address))
}

async function ask({ send, origin }: Site, method: string, call: string): Promise<unknown> {
  const response = await send(new Request(`${origin}${AGENT}/${call}`, { method }))
  const body = await response.text()
  if (!response.ok) throw new HttpError(response)
  return (JSON.parse(body) as { data: unknown }).data
}

async function retry<T>(
  { now, sleep }: Site,
  { timeout = 15 * 60_000, delay = 1000 }: Patience,
  isReason: (error: unknown) => boolean,
  attempt: () => Promise<T>,
): Promise<T> {
  const end = now() + timeout
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!isReason(error) || now() + delay > end) throw error
      await sleep(delay)
    }
  }
}
