/** Programs in the guest: started, and asked after. */
import type { HttpJson } from '../../json.js'
import { defineCall, ofVm } from '../call.js'
import { died } from '../error.js'
import { checkedCommand } from './checked-command.js'
import { decodeBase64, encodeBase64 } from './perl-base64.js'
import { asText } from './perl-values.js'
import { anyOf } from './privileges.js'

const MOST_INPUT = 65_536

export const exec = defineCall({
  method: 'POST',
  path: '/nodes/{node}/qemu/{vmid}/agent/exec',
  doc: 'Start a program: command once for it and once for each argument.',
  permission: anyOf(),
  parameters: {
    ...ofVm,
    command: { type: 'array', items: { type: 'string' } },
    'input-data': { type: 'string', maxLength: MOST_INPUT, optional: true },
  },
  async run({ cluster }, { node, vmid, command: [path, ...arg], 'input-data': input }) {
    const guest = cluster.guest(node, vmid)
    const inputData = input === undefined ? undefined : encodeBase64(input, 'exec')
    if (path === undefined && inputData === undefined) throw died('command or input-data (or both) required')
    const args = { 'capture-output': true, path: path ?? null, arg, 'input-data': inputData }
    const given = inputData === undefined ? '' : ' (input-data given)'
    return checkedCommand(guest, 'guest-exec', args, `can't execute command (${path ?? ''} ${asText(arg)})${given}`)
  },
})

export const execStatus = defineCall({
  method: 'GET',
  path: '/nodes/{node}/qemu/{vmid}/agent/exec-status',
  doc: 'What has become of a program; its output is there when it has exited, and then once.',
  permission: anyOf(),
  parameters: { ...ofVm, pid: { type: 'integer', isLong: true } },
  async run({ cluster }, { node, vmid, pid }) {
    const guest = cluster.guest(node, vmid)
    const text = `can't get exec status for '${pid}'`
    const status = await checkedCommand(guest, 'guest-exec-status', { pid }, text)
    return Object.fromEntries(
      Object.entries(status ?? {}).map(([name, value]: [string, HttpJson]) => [name, asPerlHasIt(name, value)]),
    )
  },
})

function asPerlHasIt(name: string, value: HttpJson): HttpJson {
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' && (name === 'out-data' || name === 'err-data') ? decodeBase64(value) : value
}
