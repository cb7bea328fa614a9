/** The calls to an agent, each with parameters that it takes. */
import { agentCalls } from '../../../../src/http/proxmox/agent/calls.js'
import type { Asked } from '../ask.js'

export const PARAMETERS: Readonly<Record<string, NonNullable<Asked['params']>>> = {
  '': { command: 'get-time' },
  exec: { command: 'true' },
  'exec-status': { pid: 1 },
  'file-read': { file: '/etc/motd' },
  'file-write': { file: '/etc/motd', content: 'hello' },
  'set-user-password': { username: 'root', password: 'secret' },
}

/** The first that they ask for where it isn't called as they are. */
const COMMANDS: Readonly<Record<string, string>> = {
  '': 'guest-get-time',
  'file-read': 'guest-file-open',
  'file-write': 'guest-file-open',
}

/** All but the list of them. */
export const CALLS = agentCalls.slice(1).map(({ method, path }) => {
  const name = nameOf(path)
  const params = PARAMETERS[name]
  return { method, name, asked: params && { params }, command: COMMANDS[name] ?? `guest-${name}` }
})

/** That there are none of: "PUT exec". */
export const NO_CALLS = [...new Set(agentCalls.map(({ path }) => nameOf(path)))].flatMap(name =>
  ['GET', 'POST', 'PUT', 'DELETE']
    .filter(method => !agentCalls.some(call => call.method === method && nameOf(call.path) === name))
    .map(method => ({ method, name })),
)

function nameOf(path: string): string {
  return path.replace(/^.*agent\/?/, '')
}
