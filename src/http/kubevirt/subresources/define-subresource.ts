/** What those that read have in common, and those that do something. */

import { ApiError } from '../api/status.js'
import { virtApiJson, virtApiRefusal, virtApiText } from '../api/virt-api.js'
import type { GuestInfo } from '../guest-agent/guest-info.js'
import { type JsonObject, sorted } from '../objects/kube-object.js'
import { polled } from '../objects/polled.js'
import { assertRunning, noSuchInstance, refusedNow } from './refusals.js'
import type { Release } from './release.js'
import type { Subresource, SubresourceGuest } from './subresource.js'

/** Reads what is known of a guest by its agent. */
export function reading(name: string, read: (info: GuestInfo, release: Release) => JsonObject): Subresource {
  return {
    name,
    verb: 'get',
    async run(guest, called) {
      try {
        if (guest === undefined) throw noSuchInstance(called)
        const { vm, agent, release } = guest
        assertRunning(guest, 'VMI')
        await polled(vm, agent.info())
        if (!agent.isConnected) throw refusedNow(called, 'VMI does not have guest agent connected')
        // virt-api knows no types of what virt-handler has told.
        return virtApiJson(sorted(read(agent.known(), release)))
      } catch (error) {
        // What is only read fails in one way, whatever the reason: no Status object, just its text.
        if (error instanceof ApiError) return virtApiText(error.message, 500)
        throw error
      }
    },
  }
}

/** Does something to a guest. `read`: what the body says, which is looked at before anything else. */
export function doing<Options>(
  name: string,
  read: (body: string) => Options,
  run: (guest: SubresourceGuest, options: Options) => Promise<void> | void,
): Subresource {
  return {
    name,
    verb: 'put',
    async run(guest, called, body) {
      try {
        const options = read(body)
        if (guest === undefined) throw noSuchInstance(called)
        await run(guest, options)
        // Nothing is written: so it counts as a success, whatever virt-handler had answered.
        return new Response(null, { status: 200 })
      } catch (error) {
        if (error instanceof ApiError) return virtApiRefusal(error.refusal)
        throw error
      }
    },
  }
}
