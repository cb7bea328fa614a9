/** mockvm: a QEMU guest that isn't there. */

export { SocketPathError } from './channel/unix-socket.js'
export type { CommandName } from './commands/registry.js'
export { Errno } from './guest/errno.js'
export { QapiError } from './qapi/errors.js'
export { type ReplayResult, replay } from './replay.js'
export { listScenarios, ScenarioError, type ScenarioInput, type ScenarioIssue } from './scenario/load.js'
export type { TraceEvent } from './trace/events.js'
export type { Call } from './trace/journal.js'
export { decodeEvent, encodeEvent } from './trace/jsonl.js'
export type { ReplayDifference } from './trace/replay.js'
export { formatEvent } from './trace/timeline.js'
export { createVm, type Vm, type VmOptions, type VmSnapshot } from './vm.js'
