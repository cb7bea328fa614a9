import { elsewhere } from '../define.js'
import { guestGetHostName } from '../guest-get-host-name.js'
import { onWindows } from './behaviour.js'

export const guestGetHostNameOnWindows = elsewhere(guestGetHostName, context => {
  const { agent } = context
  const { computerName } = onWindows(context).windows
  if (!agent.behaviour.cachesHostName) return { 'host-name': computerName }
  agent.hostName ??= computerName
  return { 'host-name': agent.hostName }
})
