import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'

const CommandInfo = q.struct('GuestAgentCommandInfo', {
  name: q.str,
  enabled: q.doc('false when a list of the agent or the freeze forbids it', q.bool),
  'success-response': q.doc('whether it answers when it succeeds', q.bool),
})

const AgentInfo = q.struct('GuestAgentInfo', {
  version: q.str,
  supported_commands: q.list(CommandInfo),
})

export const guestInfo = defineCommand({
  name: 'guest-info',
  since: '0.15.0',
  doc: "The agent's version and its commands.",
  returns: AgentInfo,
  whileFrozen: true,
  run: ({ agent }) => ({
    version: agent.version,
    supported_commands: agent.commandStates.map(({ name, enabled, successResponse }) => ({
      name,
      enabled,
      'success-response': successResponse,
    })),
  }),
})
