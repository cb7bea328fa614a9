/** What virt-api has virt-handler do, which asks virt-launcher; each of them puts its own words around a failure. */

import { patiently } from '../../patience.js'
import { internal } from '../api/status.js'
import { LibvirtError } from '../libvirt/libvirt-error.js'
import { goQuote } from './go-quote.js'
import type { SubresourceGuest } from './subresource.js'

/** So long virt-api waits for virt-handler, whatever that waits for. */
const TIMEOUT = 10_000_000_000n
/** Where virt-handler listens: its pod has an address of the node's. */
const HANDLER = 'https://10.244.0.2:8186'

const STATUS = { 400: 'Bad Request', 500: 'Internal Server Error' }

/** What virt-handler answers in place of a success. */
export class HandlerRefusal extends Error {
  readonly code: keyof typeof STATUS

  constructor(code: keyof typeof STATUS, message: string) {
    super(message)
    this.code = code
  }
}

export interface HandlerCall {
  /** As the path has it: "freeze". */
  readonly subresource: string
  /** As virt-launcher calls it: "Freeze". */
  readonly command: string
  /** What virt-handler answers when virt-launcher has failed. */
  readonly failure: keyof typeof STATUS
  /** Rejects with LibvirtError or HandlerRefusal. It goes on when nobody waits for it any more. */
  run(): Promise<void>
}

/** Throws ApiError. */
export async function throughHandler(guest: SubresourceGuest, call: HandlerCall): Promise<void> {
  const { vm, namespace, name } = guest
  let over = () => {}
  const tooLate = new Promise<never>((_, reject) => {
    const timer = vm.guest.clock.host(TIMEOUT, () => {
      const url = `${HANDLER}/v1/namespaces/${namespace}/virtualmachineinstances/${name}/${call.subresource}`
      const why = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
      reject(internal(`Put ${goQuote(url)}: ${why}`))
    })
    over = () => timer.cancel()
  })
  try {
    await patiently(vm, Promise.race([call.run(), tooLate]))
  } catch (error) {
    throw inWordsOfHandler(error, call)
  } finally {
    over()
  }
}

function inWordsOfHandler(error: unknown, { command, failure }: HandlerCall): unknown {
  if (error instanceof LibvirtError) {
    return unexpected(failure, `server error. command ${command} failed: ${goQuote(error.message)}`)
  }
  return error instanceof HandlerRefusal ? unexpected(error.code, error.message) : error
}

/** Go's text of a status has the number in it already. */
function unexpected(code: keyof typeof STATUS, message: string) {
  return internal(`unexpected return code ${code} (${code} ${STATUS[code]}), message: ${message}`)
}
