/** The machine inside: its parts, joined. Synchronous; knows no socket and no protocol. */
import seedrandom from 'seedrandom'
import { Activity, type ActivitySnapshot } from './activity.js'
import { setBootTimes } from './boot-times.js'
import type { GuestChange, OnChange } from './changes.js'
import { Children, type ChildrenSnapshot } from './children.js'
import { Clock, type ClockSnapshot, type ClockTransfer } from './clock.js'
import type { GuestConfig } from './config.js'
import { caughtSignals } from './daemons.js'
import { unlessErrno } from './errno.js'
import { Files, type FilesSnapshot } from './files/files.js'
import type { RandomBytes } from './files/fill.js'
import { UfsSuspend, type UfsSuspendSnapshot } from './freebsd/ufs-suspend.js'
import type { HandleTable, HandleTableSnapshot } from './handle-table.js'
import { type HandleCounter, Handles, type HandlesOptions } from './handles.js'
import { buildImage } from './image/image.js'
import { Interfaces, type InterfacesSnapshot } from './interfaces.js'
import { logBoot } from './journal/boot-entries.js'
import { Journal, type JournalSnapshot } from './journal.js'
import { KernelSettings, type KernelSettingsSnapshot } from './kernel/settings.js'
import { filesOfGuest, filesOfImage, type SysctlFiles } from './kernel/sysctl-files.js'
import { MemoryBlocks, type MemoryBlocksSnapshot } from './memory-blocks.js'
import { type Mount, Mounts, type MountsSnapshot } from './mounts.js'
import { Packages, type PackagesSnapshot } from './packages.js'
import { Power, type PowerSnapshot } from './power.js'
import { Processes, type ProcessesSnapshot } from './processes.js'
import { Random, type RandomSnapshot } from './random.js'
import type { ProgramCountsSnapshot } from './scenario-programs/counts.js'
import { ScenarioPrograms } from './scenario-programs/scenario-programs.js'
import { type Scheduled, ScheduledShutdown } from './scheduled-shutdown.js'
import { Services, type ServicesSnapshot } from './services.js'
import type { System } from './system.js'
import { systemOf } from './systems.js'
import { Tasks } from './tasks/tasks.js'
import { parseGlibZone } from './timezone/glib-zone.js'
import type { ZoneTime } from './timezone/posix-tz.js'
import { findZone, zoneTime } from './timezone/timezone.js'
import { localRules } from './timezone/zoneinfo.js'
import { Users } from './users.js'
import { Vcpus, type VcpusSnapshot } from './vcpus.js'
import { Windows, type WindowsSnapshot } from './windows/windows.js'
import { bootRecords, shutdownRecord } from './wtmp.js'

export interface GuestSnapshot {
  readonly clock: ClockSnapshot
  readonly random: RandomSnapshot
  readonly hostname: string
  readonly bootId: string
  readonly files: FilesSnapshot
  readonly handles: HandleTableSnapshot
  readonly processes: ProcessesSnapshot
  readonly children: ChildrenSnapshot
  readonly scenarioPrograms: ProgramCountsSnapshot
  readonly vcpus: VcpusSnapshot
  readonly memory: MemoryBlocksSnapshot
  readonly mounts: MountsSnapshot
  readonly interfaces: InterfacesSnapshot
  readonly power: PowerSnapshot
  readonly shutdown: Scheduled | undefined
  readonly ufsSuspend: UfsSuspendSnapshot
  readonly activity: ActivitySnapshot
  readonly journal: JournalSnapshot
  readonly services: ServicesSnapshot
  readonly packages: PackagesSnapshot
  readonly kernelSettings: KernelSettingsSnapshot
  readonly windows: WindowsSnapshot | undefined
}

/** A guest on its way to another machine. */
export type GuestTransfer = Omit<GuestSnapshot, 'clock'> & { readonly clock: ClockTransfer }

/** What the guest has to know of the agent that runs in it. */
export interface AgentProcess {
  /** The account that it runs as. */
  readonly user: string
  readonly handleCounter: HandleCounter
}

const MICROSECOND = 1000n
const DAY = 86_400_000_000_000n
const HEX = '0123456789abcdef'

export class Guest {
  readonly config: GuestConfig
  readonly system: System
  readonly clock: Clock
  readonly random: Random
  readonly files: Files
  readonly handles: HandleTable
  readonly processes: Processes
  readonly children: Children
  readonly scenarioPrograms: ScenarioPrograms
  readonly tasks: Tasks
  readonly vcpus: Vcpus
  readonly memory: MemoryBlocks
  readonly mounts: Mounts
  readonly interfaces: Interfaces
  readonly users: Users
  readonly power: Power
  readonly shutdown: ScheduledShutdown
  /** Of FreeBSD; nobody opens it elsewhere. */
  readonly ufsSuspend: UfsSuspend
  readonly activity: Activity
  readonly journal: Journal
  /** Of systemd: without any unit in a guest that hasn't got it. */
  readonly services: Services
  readonly packages: Packages
  readonly kernelSettings = new KernelSettings()
  /** What only Windows has; undefined in all others. */
  readonly windows: Windows | undefined
  /** As gethostname(2) gives it. */
  hostname: string
  /** /proc/sys/kernel/random/boot_id */
  bootId: string
  readonly #listeners = new Set<OnChange>()
  #agent: AgentProcess = { user: 'root', handleCounter: countFrom(1000n) }

  constructor(config: GuestConfig) {
    this.config = config
    this.system = systemOf(config.family)
    const changed: OnChange = change => this.#tell(change)
    this.clock = new Clock(config.clock)
    this.random = new Random(config.seed)
    this.hostname = config.hostname
    const machineId = this.random.stream('machine-id').text(HEX, 32)
    this.bootId = this.#newBootId()
    const now = this.clock.now()
    const facts = { machineId, now, booted: now - this.clock.uptime(), today: Number(now / DAY) }
    const guest = this
    this.files = new Files({
      get umask() {
        return guest.tasks?.current?.umask ?? 0o022
      },
      beforeChange: mount => this.tasks?.beforeChange(mount),
      now: () => this.clock.now(),
      random: this.randomBytes,
      image: () => this.system.image?.(config) ?? buildImage(config, this.system, facts),
      mounts: config.mounts,
      trees: this.system.trees(this),
      ...(this.system.style && { style: this.system.style(config) }),
      onTransfer: transfer => this.activity.disks.transferred(transfer),
      onForget: ino => this.activity.disks.forget(ino),
    })
    const handles: HandlesOptions = {
      files: this.files,
      onChange: changed,
      counter: { next: canSave => this.#agent.handleCounter.next(canSave) },
      cred: () => this.users.credentials(this.#agent.user),
    }
    this.handles = this.system.handles?.(handles, config) ?? new Handles(handles)
    this.processes = new Processes(config.processes, this.clock, changed, this.system.pids)
    this.processes.whatIsCaught(process => caughtSignals(this, process))
    this.tasks = new Tasks(this)
    this.children = new Children(this)
    this.scenarioPrograms = new ScenarioPrograms(this)
    this.vcpus = new Vcpus(config.vcpus, changed)
    this.memory = new MemoryBlocks(config.memory, changed)
    this.mounts = new Mounts(config.mounts, config.disks, changed)
    this.interfaces = new Interfaces(config.interfaces, changed, config.family === 'windows')
    this.users = new Users(this.files, this.system.accounts, () => this.clock.now(), changed)
    this.power = new Power(changed)
    this.ufsSuspend = new UfsSuspend(this)
    this.activity = new Activity(this)
    this.journal = new Journal(this)
    this.shutdown = new ScheduledShutdown(this)
    this.packages = new Packages(config.packages, this.clock, changed)
    this.services = new Services(this, changed)
    // To look for such files would be to make the image, which many a guest never needs.
    this.#bootKernelSettings(filesOfImage(config.files))
    setBootTimes(this, config.sessions)
    logBoot(this, config.journal, uuid(Buffer.from(this.randomBytes('boot-id', 16)).toString('hex')))
    this.windows = config.windows && new Windows(this, config.windows, changed)
  }

  /** Calls `listener` at every change of state, until the returned function is called. */
  onChange(listener: OnChange): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whose handles these are, and who numbers them. */
  attachAgent(agent: AgentProcess): void {
    this.#agent = agent
  }

  /** The pid of the agent's own process, 1 in a guest whose process table has none. */
  get agentPid(): number {
    const agent = this.processes.list().find(({ argv }) => /(^|[\\/])qemu-ga(\.exe)?$/.test(argv[0] ?? ''))
    return agent?.pid ?? 1
  }

  /** Seeded bytes: the same label and size always give the same. */
  readonly randomBytes: RandomBytes = (label, size) => {
    const draw = seedrandom.alea(`${this.config.seed}/bytes/${label}`)
    const words = Int32Array.from({ length: Math.ceil(size / 4) }, () => draw.int32())
    // Byte by byte in one order, whatever the host's is.
    const bytes = new DataView(new ArrayBuffer(words.length * 4))
    for (const [index, word] of words.entries()) bytes.setInt32(index * 4, word, true)
    return new Uint8Array(bytes.buffer, 0, size)
  }

  /** The zone in force for an agent with that environment, now or at a time in nanoseconds since the epoch. */
  zone(env: Readonly<Record<string, string>>, at: bigint = this.clock.now()): ZoneTime {
    return zoneTime(findZone(env.TZ, this.localRules(), parseGlibZone), at)
  }

  /** The rules of the zone in /etc/localtime, a POSIX TZ string; undefined for a guest without one. */
  localRules(): string | undefined {
    return localRules(this.files)
  }

  /** Sets system time, in nanoseconds since the epoch. */
  setTime(to: bigint): void {
    const from = this.clock.now()
    this.clock.setTime(to)
    this.#tell({ what: 'time', from, to })
  }

  /** FITRIM: see Mounts.trim. */
  trim(mount: Mount, minimum: bigint): bigint {
    return this.mounts.trim(mount, minimum, this.files.statfs(mount.path).free)
  }

  /** Sets the hardware clock, in nanoseconds since the epoch. */
  setRtc(to: bigint): void {
    this.clock.setRtc(to)
    this.#tell({ what: 'rtc', to })
  }

  /** What a reboot leaves: files, but those in memory, and the hardware clock. All else is as after the first boot. */
  reboot(): void {
    this.handles.closeAll()
    this.children.forgetAll()
    this.tasks.forgetAll()
    this.ufsSuspend.close()
    for (const mount of this.mounts.table) if (this.mounts.isFrozen(mount)) this.mounts.thaw(mount)
    this.clock.boot()
    this.shutdown.cancel()
    this.bootId = this.#newBootId()
    this.vcpus.reset()
    this.memory.reset()
    this.interfaces.reset()
    this.#emptyMemoryFileSystems()
    this.hostname = this.#readHostname() ?? this.config.hostname
    this.#bootKernelSettings(filesOfGuest(this.files))
    this.processes.boot(this.config.processes)
    this.activity.boot()
    this.services.boot()
    setBootTimes(this)
    logBoot(this)
    this.windows?.boot()
  }

  /** It is going down in good order, which a machine that is just switched off isn't. */
  noteShutdown(): void {
    this.shutdown.cancel()
    this.users.note([shutdownRecord(this.config.kernel.release, this.clock.now() / MICROSECOND)])
  }

  close(): void {
    this.clock.close()
    this.#listeners.clear()
  }

  /** All of the guest's state, as plain data. Throws while a process is in the middle of something that is no data. */
  snapshot(): GuestSnapshot {
    this.tasks.checkSettled()
    return {
      clock: this.clock.snapshot(),
      random: this.random.snapshot(),
      hostname: this.hostname,
      bootId: this.bootId,
      files: this.files.snapshot(),
      handles: this.handles.snapshot(),
      processes: this.processes.snapshot(),
      children: this.children.snapshot(),
      scenarioPrograms: this.scenarioPrograms.snapshot(),
      vcpus: this.vcpus.snapshot(),
      memory: this.memory.snapshot(),
      mounts: this.mounts.snapshot(),
      interfaces: this.interfaces.snapshot(),
      power: this.power.snapshot(),
      shutdown: this.shutdown.snapshot(),
      ufsSuspend: this.ufsSuspend.snapshot(),
      activity: this.activity.snapshot(),
      journal: this.journal.snapshot(),
      services: this.services.snapshot(),
      packages: this.packages.snapshot(),
      kernelSettings: this.kernelSettings.snapshot(),
      windows: this.windows?.snapshot(),
    }
  }

  restore(snapshot: GuestSnapshot): void {
    // The clock first: it forgets all timers, and the processes set theirs again.
    this.clock.restore(snapshot.clock)
    this.#restoreParts(snapshot)
  }

  /** For a machine that takes it over. */
  depart(): GuestTransfer {
    return { ...this.snapshot(), clock: this.clock.depart() }
  }

  /** Goes on as the guest that has come from another machine. */
  arrive(transfer: GuestTransfer): void {
    this.clock.arrive(transfer.clock)
    this.#restoreParts(transfer)
  }

  #restoreParts(snapshot: Omit<GuestSnapshot, 'clock'>): void {
    this.random.restore(snapshot.random)
    this.hostname = snapshot.hostname
    this.bootId = snapshot.bootId
    this.files.restore(snapshot.files)
    this.handles.restore(snapshot.handles)
    this.tasks.forgetAll()
    this.processes.restore(snapshot.processes)
    this.children.restore(snapshot.children)
    this.scenarioPrograms.restore(snapshot.scenarioPrograms)
    this.vcpus.restore(snapshot.vcpus)
    this.memory.restore(snapshot.memory)
    this.mounts.restore(snapshot.mounts)
    this.interfaces.restore(snapshot.interfaces)
    this.power.restore(snapshot.power)
    this.shutdown.restore(snapshot.shutdown)
    this.ufsSuspend.restore(snapshot.ufsSuspend)
    this.journal.restore(snapshot.journal)
    this.services.restore(snapshot.services)
    this.packages.restore(snapshot.packages)
    this.kernelSettings.restore(snapshot.kernelSettings)
    if (snapshot.windows !== undefined) this.windows?.restore(snapshot.windows)
    // Last: what was restored before may have told of changes.
    this.activity.restore(snapshot.activity)
  }

  #bootKernelSettings(files: SysctlFiles): void {
    if (this.config.family !== 'linux') return
    this.kernelSettings.boot(
      files,
      this.interfaces.list().map(({ name }) => name),
    )
  }

  #readHostname(): string | undefined {
    return this.system.hostname(path => unlessErrno(() => this.files.readFile(path, 'utf8')))
  }

  #newBootId(): string {
    return uuid(this.random.stream('boot-id').text(HEX, 32))
  }

  /** What is mounted in memory comes up empty; nobody is logged in. */
  #emptyMemoryFileSystems(): void {
    for (const { path, type } of this.mounts.table) {
      if (type === 'tmpfs' && this.files.exists(path)) this.#empty(path)
    }
    this.users.boot()
    const now = this.clock.now() / MICROSECOND
    this.users.note(bootRecords(this.config.kernel.release, now, now))
  }

  /** Removes what is in a directory, but for mount points and what leads to them. */
  #empty(directory: string): void {
    for (const name of this.files.readdir(directory)) {
      const entry = `${directory}/${name}`
      const isMountPoint = this.mounts.table.some(({ path }) => path === entry)
      if (isMountPoint) continue
      if (this.mounts.table.some(({ path }) => path.startsWith(`${entry}/`))) this.#empty(entry)
      else this.files.rm(entry, { recursive: true, force: true })
    }
  }

  #tell(change: GuestChange): void {
    this.activity.heard(change)
    if (change.what === 'freeze' && !change.frozen) this.tasks.thawed.wake()
    // Units are started while the guest is made, and before there are any.
    this.services?.heard(change)
    this.windows?.heard(change)
    for (const listener of this.#listeners) listener(change)
  }
}

function countFrom(first: bigint): HandleCounter {
  let next = first
  return { next: () => next++ }
}

function uuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
