/** How virt-api answers, which is asked for what is below objects: another server, with another hand. */
import type { JsonObject } from '../objects/kube-object.js'
import { prettyJson } from '../subresources/pretty-json.js'
import { type Refusal, statusObject } from './status.js'

export function virtApiJson(value: JsonObject, status = 200): Response {
  return new Response(prettyJson(value), { status, headers: { 'content-type': 'application/json' } })
}

export function virtApiRefusal(refusal: Refusal): Response {
  return virtApiJson(statusObject(refusal), refusal.code)
}

export function virtApiText(text: string, status: number): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
