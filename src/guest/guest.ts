/** The machine inside: its parts, joined. Synchronous; knows no socket and no protocol. */
import seedrandom from 'seedrandom'
import type { GuestChange, OnChange, PowerState } from './changes.js'
import { Children, type ChildrenSnapshot } from './children.js'
import { Clock, type ClockSnapshot } from './clock.js'
import type { GuestConfig } from './config.js'
import { Errno } from './errno.js'
import { createDevTree } from './files/dev.js'
import { Files, type FilesSnapshot } from './files/files.js'
import type { RandomBytes } from './files/fill.js'
import { type HandleCounter, Handles, type HandlesSnapshot } from './handles.js'
import { buildImage } from './image/image.js'
import { Interfaces, type InterfacesSnapshot } from './interfaces.js'
import { procTree } from './kernel/proc.js'
import { sysTree } from './kernel/sys.js'
import { MemoryBlocks, type MemoryBlocksSnapshot } from './memory-blocks.js'
import { type Mount, Mounts, type MountsSnapshot } from './mounts.js'
import { Power } from './power.js'
import { Processes, type ProcessesSnapshot } from './processes.js'
import { Random, type RandomSnapshot } from './random.js'
import { parseGlibZone } from './timezone/glib-zone.js'
import type { ZoneTime } from './timezone/posix-tz.js'
import { findZone, zoneTime } from './timezone/timezone.js'
import { Users, UTMP } from './users.js'
import { Vcpus, type VcpusSnapshot } from './vcpus.js'

export interface GuestSnapshot {
  readonly clock: ClockSnapshot
  readonly random: RandomSnapshot
  readonly hostname: string
  readonly bootId: string
  readonly files: FilesSnapshot
  readonly handles: HandlesSnapshot
  readonly processes: ProcessesSnapshot
  readonly children: ChildrenSnapshot
  readonly vcpus: VcpusSnapshot
  readonly memory: MemoryBlocksSnapshot
  readonly mounts: MountsSnapshot
  readonly interfaces: InterfacesSnapshot
  readonly power: PowerState
}

/** What the guest has to know of the agent that runs in it. */
export interface AgentProcess {
  /** The account that it runs as. */
  readonly user: string
  readonly handleCounter: HandleCounter
}

const DAY = 86_400_000_000_000n
const HEX = '0123456789abcdef'

export class Guest {
  readonly config: GuestConfig
  readonly clock: Clock
  readonly random: Random
  readonly files: Files
  readonly handles: Handles
  readonly processes: Processes
  readonly children: Children
  readonly vcpus: Vcpus
  readonly memory: MemoryBlocks
  readonly mounts: Mounts
  readonly interfaces: Interfaces
  readonly users: Users
  readonly power: Power
  /** As gethostname(2) gives it. */
  hostname: string
  /** /proc/sys/kernel/random/boot_id */
  bootId: string
  readonly #listeners = new Set<OnChange>()
  #agent: AgentProcess = { user: 'root', handleCounter: countFrom(1000n) }

  constructor(config: GuestConfig) {
    this.config = config
    const changed: OnChange = change => this.#tell(change)
    this.clock = new Clock(config.clock)
    this.random = new Random(config.seed)
    this.hostname = config.hostname
    const machineId = this.random.stream('machine-id').text(HEX, 32)
    this.bootId = this.#newBootId()
    const today = () => Number(this.clock.now() / DAY)
    const bootDay = today()
    this.files = new Files({
      now: () => this.clock.now(),
      random: this.randomBytes,
      image: () => buildImage(config, { today: bootDay, machineId }),
      mounts: config.mounts,
      trees: new Map([
        ['/proc', procTree(this)],
        ['/sys', sysTree(this)],
        [
          '/dev',
          createDevTree({
            random: size => this.random.stream('urandom').bytes(size),
            disks: config.disks,
            hasAgentPort: true,
          }),
        ],
      ]),
      umask: 0o022,
    })
    this.handles = new Handles({
      files: this.files,
      onChange: changed,
      counter: { next: canSave => this.#agent.handleCounter.next(canSave) },
      cred: () => this.users.credentials(this.#agent.user),
    })
    this.processes = new Processes(config.processes, this.clock, changed)
    this.children = new Children(this)
    this.vcpus = new Vcpus(config.vcpus, changed)
    this.memory = new MemoryBlocks(config.memory, changed)
    this.mounts = new Mounts(config.mounts, config.disks, changed)
    this.interfaces = new Interfaces(config.interfaces, changed)
    this.users = new Users(this.files, today, changed)
    this.power = new Power(changed)
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
    const agent = this.processes.list().find(({ argv }) => /(^|\/)qemu-ga$/.test(argv[0] ?? ''))
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
    return zoneTime(findZone(env.TZ, this.#localtime(), parseGlibZone), at)
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
    for (const mount of this.mounts.table) if (this.mounts.isFrozen(mount)) this.mounts.thaw(mount)
    this.clock.boot()
    this.bootId = this.#newBootId()
    this.vcpus.reset()
    this.memory.reset()
    this.interfaces.reset()
    this.#emptyMemoryFileSystems()
    this.hostname = this.#readHostname() ?? this.config.hostname
    this.processes.boot(this.config.processes)
  }

  close(): void {
    this.clock.close()
    this.#listeners.clear()
  }

  /** All of the guest's state, as plain data. */
  snapshot(): GuestSnapshot {
    return {
      clock: this.clock.snapshot(),
      random: this.random.snapshot(),
      hostname: this.hostname,
      bootId: this.bootId,
      files: this.files.snapshot(),
      handles: this.handles.snapshot(),
      processes: this.processes.snapshot(),
      children: this.children.snapshot(),
      vcpus: this.vcpus.snapshot(),
      memory: this.memory.snapshot(),
      mounts: this.mounts.snapshot(),
      interfaces: this.interfaces.snapshot(),
      power: this.power.state,
    }
  }

  restore(snapshot: GuestSnapshot): void {
    // The clock first: it forgets all timers, and the processes set theirs again.
    this.clock.restore(snapshot.clock)
    this.random.restore(snapshot.random)
    this.hostname = snapshot.hostname
    this.bootId = snapshot.bootId
    this.files.restore(snapshot.files)
    this.handles.restore(snapshot.handles)
    this.processes.restore(snapshot.processes)
    this.children.restore(snapshot.children)
    this.vcpus.restore(snapshot.vcpus)
    this.memory.restore(snapshot.memory)
    this.mounts.restore(snapshot.mounts)
    this.interfaces.restore(snapshot.interfaces)
    this.power.restore(snapshot.power)
  }

  #localtime(): string | undefined {
    return unlessMissing(() => this.files.readlink('/etc/localtime'))
  }

  #readHostname(): string | undefined {
    return unlessMissing(() => this.files.readFile('/etc/hostname', 'utf8').trim() || undefined)
  }

  #newBootId(): string {
    return uuid(this.random.stream('boot-id').text(HEX, 32))
  }

  /** What is mounted in memory comes up empty; nobody is logged in. */
  #emptyMemoryFileSystems(): void {
    for (const { path, type } of this.mounts.table) {
      if (type !== 'tmpfs' || !this.files.exists(path)) continue
      for (const name of this.files.readdir(path)) {
        const entry = `${path}/${name}`
        if (!this.mounts.table.some(mount => mount.path === entry))
          this.files.rm(entry, { recursive: true, force: true })
      }
    }
    if (this.files.exists('/run')) this.files.writeFile(UTMP, '', { mode: 0o664 })
  }

  #tell(change: GuestChange): void {
    for (const listener of this.#listeners) listener(change)
  }
}

/** Undefined where a system call says that it isn't there. */
function unlessMissing<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (error) {
    if (error instanceof Errno) return undefined
    throw error
  }
}

function countFrom(first: bigint): HandleCounter {
  let next = first
  return { next: () => next++ }
}

function uuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
