/** What those that read have in common, and those that do something. */

import type { HttpJson } from '../../json.js'
import { ApiError } from '../api/status.js'
import type { GuestInfo } from '../guest-agent/guest-info.js'
import { polled } from '../objects/polled.js'
import { done, failure, json, refusal } from './answers.js'
import { assertRunning, noSuchInstance, refusedNow } from './refusals.js'
import type { Subresource, SubresourceGuest } from './subresource.js'

/** Reads what is known of a guest by its agent. */
export function reading(name: string, read: (info: GuestInfo) => HttpJson): Subresource {
  return {
    name,
    verb: 'get',
    async run(guest, called) {
      try {
        if (guest === undefined) throw noSuchInstance(called)
        const { vm, agent } = guest
        assertRunning(guest, 'VMI')
        await polled(vm, agent.info())
        if (!agent.isConnected) throw refusedNow(called, 'VMI does not have guest agent connected')
        return json(read(agent.known()))
      } catch (error) {
        if (error instanceof ApiError) return failure(error.message)
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
        return done()
      } catch (error) {
        if (error instanceof ApiError) return refusal(error)
        throw error
      }
    },
  }
}
