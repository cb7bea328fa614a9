/** Whole answers of a Proxmox VE API over a VM whose time is that of the built-in scenarios. */
import { expect } from 'vitest'
import type { Answer } from './ask.js'

const START = Date.UTC(2026, 0, 1)

/** @param seconds Since the VM was created. */
function headersAt(seconds: number): Readonly<Record<string, string>> {
  const date = new Date(START + seconds * 1000).toUTCString()
  return { 'cache-control': 'max-age=0', date, expires: date, pragma: 'no-cache', server: 'pve-api-daemon/3.0' }
}

function json(body: object, { status, reason, seconds = 0 }: { status: number; reason: string; seconds?: number }) {
  const headers = { 'content-type': 'application/json;charset=UTF-8', ...headersAt(seconds) }
  return { status, reason, headers, body, text: expect.stringMatching(/^\{"data":/) }
}

/** @param data What it should be, asymmetric matchers among it. */
export function ok(data: unknown, { seconds = 0, total }: { seconds?: number; total?: number } = {}): Answer {
  const body = total === undefined ? { data } : { data, total }
  return json(body, { status: 200, reason: 'OK', seconds })
}

export function refused(status: number, reason: string, { seconds = 0 } = {}): Answer {
  const body = { data: null, message: `${reason}\n` }
  return { ...json(body, { status, reason, seconds }), text: JSON.stringify(body) }
}

/** What is wrong with which parameter. */
export function refusedParameters(errors: Readonly<Record<string, string>>, { seconds = 0 } = {}): Answer {
  const reason = 'Parameter verification failed.'
  const body = { data: null, errors, message: `${reason}\n` }
  return { ...json(body, { status: 400, reason, seconds }), text: JSON.stringify(body) }
}

/** Who comes without what lets him in gets a status line, and nothing more. */
export function shutOut(reason: string, { seconds = 0 } = {}): Answer {
  return { status: 401, reason, headers: headersAt(seconds), body: undefined, text: '' }
}
