/** mockvm/client: a client of a QEMU guest agent, simulated or real, that never takes another's reply for its own. */

export { AgentClient, type CallOptions, type ReadyOptions } from './client.js'
export { AgentDisconnected, AgentError, AgentProtocolError, AgentTimeout, type TimeoutPhase } from './errors.js'
export type { ClientEvent, DiscardReason, SilenceReason } from './events.js'
export type { ClientOptions, ClientTimer } from './options.js'
export type { Target } from './target.js'
