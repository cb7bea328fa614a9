import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'

const GuestHostName = q.struct('GuestHostName', { 'host-name': q.str })

export const guestGetHostName = defineCommand({
  name: 'guest-get-host-name',
  since: '2.10',
  doc: "The guest's host name.",
  returns: GuestHostName,
  run({ guest, agent }) {
    if (!agent.behaviour.cachesHostName) return { 'host-name': guest.hostname }
    // g_get_host_name() asks once in the life of a process.
    agent.hostName ??= guest.hostname
    return { 'host-name': agent.hostName }
  },
})
