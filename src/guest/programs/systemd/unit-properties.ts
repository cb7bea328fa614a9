/** `systemctl show`: properties of units and of systemd itself, in the order of their interfaces. */

import { kindOf } from '../../services/unit.js'
import type { Unit } from '../../services.js'
import type { GivenOptions } from '../options.js'
import type { Tool } from '../tool.js'
import { timestamp } from './moments.js'
import { costOf } from './unit-cost.js'
import { matchingUnits, type Named } from './unit-names.js'
import { systemState } from './unit-states.js'
import { systemdVersion } from './version.js'

type Property = readonly [name: string, value: string]

export function show(tool: Tool, operands: readonly string[], options: GivenOptions): void {
  const only = options.value('P')
  const wanted = options.list
    .filter(({ name }) => name === 'p' || name === 'P')
    .flatMap(({ value = '' }) => value.split(','))
  const isValue = options.has('value') || only !== undefined
  const showsEmpty = options.has('a') || wanted.length > 0
  const print = (properties: readonly Property[]) => {
    for (const [name, value] of properties) {
      if (wanted.length > 0 && !wanted.includes(name)) continue
      if (value === '' && !showsEmpty) continue
      tool.print(isValue ? `${value}\n` : `${name}=${value}\n`)
    }
  }
  if (operands.length === 0) print(managerProperties(tool))
  for (const [index, named] of operands.flatMap(operand => matchingUnits(tool, operand)).entries()) {
    if (index > 0) tool.print('\n')
    print(unitProperties(tool, named))
  }
}

const yesNo = (value: boolean) => (value ? 'yes' : 'no')

function unitProperties(tool: Tool, { name, unit }: Named): readonly Property[] {
  if (unit === undefined) {
    return [
      ...(kindOf(name) === 'service'
        ? ([
            ['Restart', 'no'],
            ['MainPID', '0'],
            ['Result', 'success'],
            ['NRestarts', '0'],
          ] as const)
        : []),
      ['Id', name],
      ['Names', name],
      ['Description', name],
      ['LoadState', 'not-found'],
      ['ActiveState', 'inactive'],
      ['FreezerState', 'running'],
      ['SubState', 'dead'],
      ['FragmentPath', ''],
      ['UnitFileState', ''],
      ['UnitFilePreset', ''],
      ['LoadError', `org.freedesktop.systemd1.NoSuchUnit "Unit ${name} not found."`],
    ]
  }
  return [...(kindOf(name) === 'service' ? serviceProperties(tool, unit) : []), ...commonProperties(tool, unit)]
}

function serviceProperties(tool: Tool, unit: Unit): readonly Property[] {
  const { guest } = tool
  const { command, mainPid, exited, restarts, active } = unit
  const processes = guest.services.processesOf(unit)
  const code = exited === undefined ? '0' : 'signal' in exited.ending ? '2' : '1'
  const exitStatus =
    exited === undefined ? 0 : 'signal' in exited.ending ? exited.ending.signal : exited.ending.exitCode
  const account = guest.users.byName(unit.user)
  const isUp = active === 'active' && mainPid !== undefined
  const start =
    command.length === 0
      ? ''
      : `{ path=${command[0]} ; argv[]=${command.join(' ')} ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }`
  return [
    ['Type', unit.type],
    ['Restart', unit.restart],
    ['MainPID', String(mainPid ?? 0)],
    ['ControlPID', '0'],
    ['Result', unit.result],
    ['UID', isUp && unit.user !== 'root' ? String(account?.uid ?? 0) : '[not set]'],
    ['GID', isUp && unit.user !== 'root' ? String(account?.gid ?? 0) : '[not set]'],
    ['NRestarts', String(restarts)],
    ['ExecMainStartTimestamp', unit.since === undefined || !isUp ? '' : timestamp(tool, unit.since)],
    ['ExecMainPID', String(mainPid ?? exited?.pid ?? 0)],
    ['ExecMainCode', code],
    ['ExecMainStatus', String(exitStatus)],
    ['ExecStart', start],
    ['Slice', 'system.slice'],
    ['ControlGroup', processes.length === 0 ? '' : `/system.slice/${unit.name}`],
    ['MemoryCurrent', processes.length === 0 ? '[not set]' : String(costOf(tool, unit).memory)],
    ['CPUUsageNSec', processes.length === 0 ? '[not set]' : String(costOf(tool, unit).cpu)],
    ['TasksCurrent', processes.length === 0 ? '[not set]' : String(processes.length)],
    ['User', unit.user === 'root' ? '' : unit.user],
  ]
}

function commonProperties(tool: Tool, unit: Unit): readonly Property[] {
  const { clock } = tool.guest
  const { since, sinceInGuest, active } = unit
  const when = since === undefined ? '' : timestamp(tool, since)
  const booted = clock.inGuest() - clock.uptime()
  const monotonic = sinceInGuest === undefined ? '0' : String((sinceInGuest - booted) / 1000n)
  const isUp = active === 'active'
  const kind = kindOf(unit.name)
  const mount =
    kind === 'mount'
      ? tool.guest.mounts.table.find(it => tool.guest.services.get(it.path)?.name === unit.name)
      : undefined
  return [
    ...(mount === undefined
      ? []
      : ([
          ['Where', mount.path],
          ['What', mount.disk === undefined ? mount.source : `/dev/${mount.source}`],
          ['Options', mount.options],
          ['Type', mount.type],
        ] as const)),
    ['Id', unit.name],
    ['Names', [unit.name, ...unit.aliases].join(' ')],
    ['WantedBy', unit.fileState === 'enabled' ? unit.wantedBy : ''],
    ['Description', unit.description],
    ['Documentation', unit.documentation.map(it => (it.includes(' ') ? `"${it}"` : it)).join(' ')],
    ['LoadState', unit.load],
    ['ActiveState', unit.active],
    ['FreezerState', 'running'],
    ['SubState', unit.sub],
    ['FragmentPath', unit.load === 'masked' ? '/dev/null' : unit.path],
    ['UnitFileState', unit.fileState],
    ['UnitFilePreset', unit.fileState === 'static' || unit.fileState === 'transient' ? '' : unit.preset],
    ['StateChangeTimestamp', when],
    ['StateChangeTimestampMonotonic', monotonic],
    ['ActiveEnterTimestamp', isUp ? when : ''],
    ['ActiveEnterTimestampMonotonic', isUp ? monotonic : '0'],
    ['InactiveEnterTimestamp', isUp ? '' : when],
    ['InactiveEnterTimestampMonotonic', isUp ? '0' : monotonic],
    ['CanStart', 'yes'],
    ['CanStop', 'yes'],
    ['CanReload', yesNo(unit.canReload)],
    ['CanIsolate', 'no'],
    ['NeedDaemonReload', 'no'],
    ['Transient', yesNo(unit.fileState === 'transient')],
  ]
}

function managerProperties(tool: Tool): readonly Property[] {
  const { services, clock, config } = tool.guest
  const units = services.list()
  return [
    ['Version', systemdVersion(tool)],
    ['Virtualization', 'kvm'],
    ['Architecture', config.kernel.machine.replace('x86_64', 'x86-64').replace('aarch64', 'arm64')],
    ['UserspaceTimestamp', timestamp(tool, clock.now() - clock.uptime())],
    ['LogLevel', 'info'],
    ['LogTarget', 'journal-or-kmsg'],
    ['NNames', String(units.length)],
    ['NFailedUnits', String(units.filter(({ active }) => active === 'failed').length)],
    ['NJobs', '0'],
    ['ControlGroup', ''],
    ['SystemState', systemState(tool)],
    ['ExitCode', '0'],
  ]
}
