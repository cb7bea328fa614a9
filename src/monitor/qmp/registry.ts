/** All commands of the monitor. Dispatch, query-commands, query-qmp-schema and documentation come from here. */
import type { JsonObject, JsonValue } from '../../json/value.js'
import { commandNotFound, invalidParameter, valueNotAccepted } from '../../qapi/errors.js'
import { readArguments } from '../../qapi/read-arguments.js'
import { toJson } from '../../qapi/to-json.js'
import { has } from '../../qapi/version.js'
import type { Qemu } from '../qemu.js'
import { balloon, queryBalloon } from './commands/balloon.js'
import { chardevChange } from './commands/chardev-change.js'
import { querySevCapabilities, querySgxCapabilities } from './commands/confidential-computing.js'
import { cont } from './commands/cont.js'
import { querySpice, queryVnc } from './commands/displays.js'
import {
  queryBlock,
  queryBlockJobs,
  queryBlockstats,
  queryFdsets,
  queryJobs,
  queryMemoryDevices,
  queryNamedBlockNodes,
  queryPrManagers,
  queryTpm,
  queryVncServers,
} from './commands/empty-lists.js'
import { deviceAdd, deviceDel, netdevAdd } from './commands/hot-plugging.js'
import { humanMonitorCommand } from './commands/human-monitor-command.js'
import { injectNmi } from './commands/inject-nmi.js'
import { migrate } from './commands/migrate.js'
import { migrateCancel } from './commands/migrate-cancel.js'
import { migrateIncoming } from './commands/migrate-incoming.js'
import { migrateSetCapabilities } from './commands/migrate-set-capabilities.js'
import { migrateSetParameters } from './commands/migrate-set-parameters.js'
import { qmpCapabilities } from './commands/qmp-capabilities.js'
import { qomGet } from './commands/qom-get.js'
import { qomList } from './commands/qom-list.js'
import { qomListTypes } from './commands/qom-list-types.js'
import { queryChardev } from './commands/query-chardev.js'
import { queryCommandLineOptions } from './commands/query-command-line-options.js'
import { queryCommands } from './commands/query-commands.js'
import { queryCpuDefinitions } from './commands/query-cpu-definitions.js'
import { queryCpuModelExpansion } from './commands/query-cpu-model-expansion.js'
import { queryCpusFast } from './commands/query-cpus-fast.js'
import { queryCurrentMachine } from './commands/query-current-machine.js'
import { queryDirtyRate } from './commands/query-dirty-rate.js'
import { queryEvents } from './commands/query-events.js'
import { queryHotpluggableCpus } from './commands/query-hotpluggable-cpus.js'
import { queryIothreads } from './commands/query-iothreads.js'
import { queryKvm } from './commands/query-kvm.js'
import { queryMachines } from './commands/query-machines.js'
import { queryMemorySizeSummary } from './commands/query-memory-size-summary.js'
import { queryMigrate } from './commands/query-migrate.js'
import { queryMigrateCapabilities } from './commands/query-migrate-capabilities.js'
import { queryMigrateParameters } from './commands/query-migrate-parameters.js'
import { queryName } from './commands/query-name.js'
import { queryQmpSchema } from './commands/query-qmp-schema.js'
import { queryRxFilter } from './commands/query-rx-filter.js'
import { queryStats, queryStatsSchemas } from './commands/query-stats.js'
import { queryStatus } from './commands/query-status.js'
import { queryTarget } from './commands/query-target.js'
import { queryTpmModels, queryTpmTypes } from './commands/query-tpm-kinds.js'
import { queryUuid } from './commands/query-uuid.js'
import { queryVersion } from './commands/query-version.js'
import { queryYank } from './commands/query-yank.js'
import { quit } from './commands/quit.js'
import { rtcResetReinjection } from './commands/rtc-reset-reinjection.js'
import { sendKey } from './commands/send-key.js'
import { setAction } from './commands/set-action.js'
import { stop } from './commands/stop.js'
import { systemPowerdown } from './commands/system-powerdown.js'
import { systemReset } from './commands/system-reset.js'
import { systemWakeup } from './commands/system-wakeup.js'
import { deviceListProperties, qomListProperties } from './commands/type-properties.js'
import type { QmpCommand, QmpContext } from './define.js'
import { alreadyNegotiated, noOob } from './errors.js'

/** The command that every connection begins with. */
export const NEGOTIATION = qmpCapabilities.name

/** In the order in which query-commands lists them. */
export const qmpCommands: readonly QmpCommand[] = [
  deviceAdd,
  queryStatsSchemas,
  queryStats,
  querySgxCapabilities,
  querySevCapabilities,
  rtcResetReinjection,
  queryCommandLineOptions,
  queryFdsets,
  humanMonitorCommand,
  cont,
  stop,
  queryIothreads,
  queryName,
  queryYank,
  queryCpuDefinitions,
  queryCpuModelExpansion,
  queryMemoryDevices,
  queryMemorySizeSummary,
  queryBalloon,
  balloon,
  queryHotpluggableCpus,
  queryKvm,
  injectNmi,
  systemWakeup,
  systemPowerdown,
  systemReset,
  queryUuid,
  queryTarget,
  queryCurrentMachine,
  queryMachines,
  queryCpusFast,
  deviceDel,
  deviceListProperties,
  qomListProperties,
  qomListTypes,
  qomGet,
  qomList,
  queryQmpSchema,
  quit,
  queryCommands,
  queryEvents,
  queryVersion,
  qmpCapabilities,
  queryDirtyRate,
  migrateIncoming,
  migrate,
  migrateCancel,
  queryMigrateParameters,
  migrateSetParameters,
  queryMigrateCapabilities,
  migrateSetCapabilities,
  queryMigrate,
  sendKey,
  queryVncServers,
  queryVnc,
  querySpice,
  queryTpm,
  queryTpmTypes,
  queryTpmModels,
  queryRxFilter,
  netdevAdd,
  chardevChange,
  queryChardev,
  queryNamedBlockNodes,
  queryJobs,
  queryBlockJobs,
  queryBlockstats,
  queryBlock,
  queryPrManagers,
  setAction,
  queryStatus,
]

export interface QmpCall {
  /** It came as `exec-oob`. */
  readonly isOob?: boolean
  readonly negotiate?: QmpContext['negotiate']
}

const EMPTY: JsonValue = new Map()

const byVersion = new Map<string, ReadonlyMap<string, QmpCommand>>()

/** What a version of QEMU has of them, by name, in their order. */
function commandsOf(version: string): ReadonlyMap<string, QmpCommand> {
  const known = byVersion.get(version)
  if (known !== undefined) return known
  const there = qmpCommands.filter(({ since, until }) => has(version, since) && !(until && has(version, until)))
  const commands = new Map(there.map(command => [command.name, command]))
  byVersion.set(version, commands)
  return commands
}

/** Runs a command without a connection. Throws QapiError when QEMU answers an error. */
export function executeQmp(qemu: Qemu, name: string, args: JsonObject, call: QmpCall = {}): JsonValue {
  const { version } = qemu.config
  const commands = commandsOf(version)
  const command = commands.get(name)
  if (command === undefined) throw commandNotFound(name)
  if (call.isOob && !command.allowsOob) throw noOob(name)
  const badEnumValue = has(version, '6.2') ? valueNotAccepted : (_: string, value: string) => invalidParameter(value)
  const values = readArguments(command.args, command.takesMore ? knownOf(command, args) : args, badEnumValue)
  const { negotiate = refuse } = call
  const result = command.run({ qemu, commands, negotiate }, values as never)
  return command.returns === undefined ? EMPTY : toJson(command.returns, result)
}

/** Whoever needs no negotiation has it behind him. */
function refuse(): never {
  throw alreadyNegotiated()
}

function knownOf({ args: { members } }: QmpCommand, given: JsonObject): JsonObject {
  return new Map([...given].filter(([name]) => Object.hasOwn(members, name)))
}
