/** Plays a recording to a VM: what was sent is sent, and what the guest did by itself is done, each at its time. */
import { PassThrough } from 'node:stream'
import { readCommandLine } from '../../src/cli/qemu/command-line.js'
import { readMachine } from '../../src/cli/qemu/machine.js'
import { Report } from '../../src/cli/qemu/report.js'
import { readSleepStates, sleepOutcomes } from '../../src/cli/qemu/sleep-states.js'
import { readWords } from '../../src/cli/qemu/words.js'
import { createVm, type ScenarioInput, type Vm } from '../../src/index.js'
import type { Status } from '../../src/monitor/status.js'
import { Host, processOf, settled } from './qmp/host.js'
import type { GuestDeed, RecordedCase, Recording, Step } from './recording.js'

/** The directory of its sockets, as the recordings name it. */
const DIRECTORY = '/run/vm'
const MILLISECOND = 1_000_000n

export interface Played {
  /** What came, by connection. */
  readonly heard: ReadonlyMap<string, string>
  /** Connections that are still open. */
  readonly open: readonly string[]
  readonly status: Status
  /** The status that the process ended with. */
  readonly exit: number | undefined
}

/** The VM is closed when the recording has been played. */
export async function play({ about, steps }: Recording): Promise<Played> {
  await using vm = await machineLike(about)
  const player = await Player.of(vm)
  for (const step of steps) await player.perform(step)
  return { heard: player.heard(), open: player.open(), status: vm.status, exit: exitStatus(vm) }
}

function exitStatus(vm: Vm): number | undefined {
  const exits = vm.events.flatMap(event => (event.type === 'vm' && event.state === 'exited' ? [event.status] : []))
  return exits.at(-1)
}

class Player {
  readonly #vm: Vm
  readonly #hosts = new Map<string, Host>()
  readonly #heard = new Map<string, string>()
  #agentPath = ''

  private constructor(vm: Vm) {
    this.#vm = vm
  }

  static async of(vm: Vm): Promise<Player> {
    const player = new Player(vm)
    player.#agentPath = (await vm.listen()).path
    player.#hosts.set('qmp', new Host(vm.qmp.connect()))
    const { chardevs } = vm.qemu
    for (const [label, name] of [
      ['compat_monitor0', 'qmp'],
      ['serial0', 'serial'],
    ] as const) {
      chardevs.add({ label, filename: () => `unix:${DIRECTORY}/${name}.sock,server=on`, isFrontendOpen: () => true })
    }
    await settled()
    return player
  }

  async perform(step: Step): Promise<void> {
    if ('exit' in step) return
    this.#advanceTo(step.at)
    if ('to' in step) this.#host(step.to).stream.write(step.data, 'latin1')
    else if ('open' in step) this.#host(step.open)
    else if ('close' in step) this.#host(step.close).stream.destroy()
    else if ('guest' in step) this.#do(step.guest, step.time)
    else if ('signal' in step) this.#signal(step.signal)
    await settled()
    this.#listen()
  }

  heard(): ReadonlyMap<string, string> {
    return this.#heard
  }

  open(): readonly string[] {
    return [...this.#hosts].filter(([, { ended, stream }]) => !ended && !stream.destroyed).map(([name]) => name)
  }

  #advanceTo(milliseconds: number): void {
    const ahead = BigInt(Math.round(milliseconds * 1e6)) - this.#vm.guest.clock.monotonic()
    if (ahead > 0n) this.#vm.advance(ahead)
  }

  #host(name: string): Host {
    const known = this.#hosts.get(name)
    if (known !== undefined) return known
    const host = new Host(this.#vm.connect())
    this.#hosts.set(name, host)
    return host
  }

  #listen(): void {
    for (const [name, host] of this.#hosts) {
      const came = host.take().replaceAll(this.#agentPath, `${DIRECTORY}/agent.sock`)
      if (came !== '') this.#heard.set(name, (this.#heard.get(name) ?? '') + came)
    }
  }

  #do(deed: GuestDeed, time = 0): void {
    const { guest } = this.#vm
    if (deed === 'sleeps') this.#vm.do({ vm: 'suspend' })
    else if (deed === 'hibernates') this.#vm.do({ vm: 'hibernate' })
    else if (deed === 'panics') this.#vm.do({ vm: 'panic' })
    else if (deed === 'ends its agent') this.#vm.do({ agent: 'stop' })
    else if (deed === 'starts its agent') this.#vm.do({ agent: 'start' })
    else {
      guest.setTime(BigInt(time) * 1000n * MILLISECOND)
      guest.setRtc(BigInt(time) * 1000n * MILLISECOND)
    }
  }

  #signal(name: string): void {
    if (name !== 'SIGUSR1') this.#vm.do({ vm: 'signal' })
  }
}

async function machineLike(about: RecordedCase): Promise<Vm> {
  const { machine, options, epoch, starts, guest, boots = [], shutdown = 0, button } = about
  const rtc = options.find(option => /^base=\d/.test(option))?.slice('base='.length)
  const panicAction = /panic=(pause|shutdown|none)/.exec(options.join(' '))?.[1]
  const inMicroseconds = (milliseconds: number) => `${Math.round(milliseconds * 1000)}us`
  const vm = await createVm({
    clock: { mode: 'manual', now: BigInt(epoch) * 1000n },
    scenario: {
      extends: 'debian-12',
      agent: { version: '7.2.22' },
      vcpus: 1,
      memory: { machine },
      suspend: suspendOf(about),
      power: {
        // One that has nothing to boot never comes to an agent.
        boot: guest === false ? '1d' : inMicroseconds(boots[0] ?? 0),
        shutdown: inMicroseconds(shutdown),
        button: button === 'ignored' ? button : inMicroseconds(button),
      },
      qemu: {
        kvm: false,
        start: starts ? 'boot' : 'paused',
        noShutdown: options.some(option => /^-no-shutdown$|shutdown=pause/.test(option)),
        noReboot: options.includes('-no-reboot'),
        panicDevice: options.some(option => option.startsWith('pvpanic')),
        ...(panicAction !== undefined && { panicAction }),
        ...(rtc !== undefined && { rtc: `${rtc}Z` }),
      },
    } as ScenarioInput,
  })
  if (guest === false) processOf(vm).portId = undefined
  // Scenarios don't have that one.
  if (options.includes('panic=exit-failure')) processOf(vm).runState.setActions({ panic: 'exit-failure' })
  takeItsTime(vm, boots)
  return vm
}

/** As `mockvm qemu` has it of the same command line. */
function suspendOf({ machine, options }: RecordedCase): ScenarioInput['suspend'] {
  const line = readCommandLine(readWords(options), new Report(new PassThrough(), 'qemu'))
  if (typeof line === 'string' || 'status' in line) throw new Error(`no machine of ${options.join(' ')}`)
  return sleepOutcomes(readSleepStates(line.globals, readMachine(machine)), {}, 'linux')
}

/** It took another time to boot each time. */
function takeItsTime(vm: Vm, [, ...later]: readonly number[]): void {
  vm.guest.onChange(change => {
    const next = change.what === 'power' && change.from === 'booting' ? later.shift() : undefined
    if (next === undefined) return
    const { config } = vm.guest
    const power = { ...config.power, boot: BigInt(Math.round(next * 1e6)) }
    Object.assign(vm.guest, { config: { ...config, power } })
  })
}
