/** Services of Windows: those that every one has, and what they were told since. */
import type { OnChange } from '../changes.js'
import type { Guest } from '../guest.js'
import { isSameName } from './names.js'
import { Win32Error } from './win32-error.js'

export interface Service {
  readonly name: string
  readonly displayName: string
  readonly status: 'Running' | 'Stopped'
  readonly startType: 'Automatic' | 'Manual' | 'Disabled'
  /** Of the program that it runs in; 0 where it is stopped, or nobody knows. */
  readonly pid: number
}

/** Their names, in small letters, that are otherwise than after a boot. */
export type ServicesSnapshot = readonly (readonly [name: string, isRunning: boolean])[]

const AGENT = 'QEMU-GA'
const TIME = 'W32Time'

type Row = readonly [name: string, displayName: string, isRunning: boolean, startType: Service['startType']]

/** A choice: of a server there are some two hundred. */
const ROWS: readonly Row[] = [
  ['BFE', 'Base Filtering Engine', true, 'Automatic'],
  ['BITS', 'Background Intelligent Transfer Service', false, 'Manual'],
  ['CryptSvc', 'Cryptographic Services', true, 'Automatic'],
  ['DcomLaunch', 'DCOM Server Process Launcher', true, 'Automatic'],
  ['Dhcp', 'DHCP Client', true, 'Automatic'],
  ['Dnscache', 'DNS Client', true, 'Automatic'],
  ['EventLog', 'Windows Event Log', true, 'Automatic'],
  ['LanmanServer', 'Server', true, 'Automatic'],
  ['LanmanWorkstation', 'Workstation', true, 'Automatic'],
  ['mpssvc', 'Windows Defender Firewall', true, 'Automatic'],
  ['MSDTC', 'Distributed Transaction Coordinator', true, 'Automatic'],
  ['msiserver', 'Windows Installer', false, 'Manual'],
  [AGENT, 'QEMU Guest Agent', true, 'Automatic'],
  ['RpcSs', 'Remote Procedure Call (RPC)', true, 'Automatic'],
  ['SamSs', 'Security Accounts Manager', true, 'Automatic'],
  ['Schedule', 'Task Scheduler', true, 'Automatic'],
  ['Spooler', 'Print Spooler', true, 'Automatic'],
  ['swprv', 'Microsoft Software Shadow Copy Provider', false, 'Manual'],
  ['TermService', 'Remote Desktop Services', true, 'Manual'],
  ['VSS', 'Volume Shadow Copy', false, 'Manual'],
  [TIME, 'Windows Time', true, 'Manual'],
  ['WinDefend', 'Microsoft Defender Antivirus Service', true, 'Automatic'],
  ['Winmgmt', 'Windows Management Instrumentation', true, 'Automatic'],
  ['WinRM', 'Windows Remote Management (WS-Management)', true, 'Automatic'],
  ['wuauserv', 'Windows Update', false, 'Manual'],
]

/** What Windows doesn't run without: it takes no order to stop. */
const KEPT = ['bfe', 'dcomlaunch', 'rpcss', 'samss', 'schedule', 'windefend', 'mpssvc']

export class Services {
  readonly #startsTime: boolean
  readonly #onChange: OnChange
  #changed = new Map<string, boolean>()

  /** `startsTime`: whether W32Time runs after a boot. */
  constructor(startsTime: boolean, onChange: OnChange) {
    this.#startsTime = startsTime
    this.#onChange = onChange
  }

  isRunning(name: string): boolean {
    const key = name.toLowerCase()
    const atBoot = isSameName(name, TIME) ? this.#startsTime : ROWS.some(([it, , runs]) => isSameName(it, name) && runs)
    return this.#changed.get(key) ?? atBoot
  }

  /**
   * Throws Win32Error: ERROR_SERVICE_ALREADY_RUNNING, ERROR_SERVICE_NOT_ACTIVE, and ERROR_INVALID_SERVICE_CONTROL for one
   * that takes no such order.
   */
  control(name: string, order: 'start' | 'stop'): void {
    const isRunning = this.isRunning(name)
    if (order === 'start' && isRunning) throw new Win32Error('ERROR_SERVICE_ALREADY_RUNNING', name)
    if (order === 'stop' && !isRunning) throw new Win32Error('ERROR_SERVICE_NOT_ACTIVE', name)
    if (order === 'stop' && KEPT.includes(name.toLowerCase())) {
      throw new Win32Error('ERROR_INVALID_SERVICE_CONTROL', name)
    }
    this.#changed.set(name.toLowerCase(), order === 'start')
    const [active, sub] = order === 'start' ? ['active', 'running'] : ['inactive', 'dead']
    this.#onChange({ what: 'service', unit: name, active: active ?? '', sub: sub ?? '' })
  }

  boot(): void {
    this.#changed.clear()
  }

  snapshot(): ServicesSnapshot {
    return [...this.#changed]
  }

  restore(snapshot: ServicesSnapshot): void {
    this.#changed = new Map(snapshot)
  }
}

/** By name. Whether the agent's own runs its process tells. */
export function servicesOf(guest: Guest): readonly Service[] {
  const agent = guest.processes.get(guest.agentPid)
  const isAgent = agent !== undefined && /qemu-ga/i.test(agent.argv[0] ?? '')
  return ROWS.map(([name, displayName, , startType]) => {
    const isRunning = name === AGENT ? isAgent : (guest.windows?.services.isRunning(name) ?? false)
    const pid = name === AGENT ? (agent?.pid ?? 0) : 0
    return { name, displayName, startType, pid, status: isRunning ? 'Running' : 'Stopped' }
  })
}

/** By its name or its display name. */
export function serviceOf(guest: Guest, name: string): Service | undefined {
  return servicesOf(guest).find(it => isSameName(it.name, name) || isSameName(it.displayName, name))
}

/** The agent runs who asks: what becomes of him then nobody has said. */
export function isOfAgent({ name }: Service): boolean {
  return name === AGENT
}
