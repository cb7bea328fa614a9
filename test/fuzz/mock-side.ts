/** mockvm, in this process. */
import type { Vm, VmSnapshot } from '../../src/index.js'
import { MockClient } from './mock-client.js'
import type { Side } from './side.js'
import { treeText, type Viewer } from './tree.js'
import { type VmSettings, type WatchedVm, watchedVm } from './watched-vm.js'

/** How long a program is given at a time, on the guest's clock. */
const WAIT = '50ms'

export class MockSide implements Side {
  readonly name: string = 'mockvm'
  readonly vm: Vm
  readonly #watched: WatchedVm
  readonly #beginning: VmSnapshot
  #client: MockClient | undefined

  constructor(watched: WatchedVm) {
    this.vm = watched.vm
    this.#watched = watched
    this.#beginning = watched.vm.snapshot()
  }

  static async create<S extends MockSide>(this: new (watched: WatchedVm) => S, settings: VmSettings): Promise<S> {
    return new this(await watchedVm(settings))
  }

  get closed(): boolean {
    return this.#client?.closed ?? true
  }

  async start(): Promise<void> {
    await this.#client?.leave()
    this.vm.restore(this.#beginning)
    this.takeLabels()
    this.#client = new MockClient(this.vm)
  }

  async send(bytes: Buffer): Promise<Buffer> {
    return (await this.#client?.exchange(bytes)) ?? Buffer.alloc(0)
  }

  /** What was answered since this was asked last, reply by reply: the command, or '' for what was none. */
  takeLabels(): string[] {
    return this.#watched.labels.splice(0)
  }

  async wait(): Promise<void> {
    this.vm.advance(WAIT)
  }

  async reconnect(): Promise<void> {
    await this.#client?.leave()
    this.#client = new MockClient(this.vm)
  }

  look(): string {
    return treeText(this.#watched.folder, viewerOf(this.vm))
  }

  async stop(): Promise<void> {
    await this.#client?.leave()
    this.#client = undefined
    this.vm.do({ agent: 'stop' })
  }

  close(): Promise<void> {
    return this.vm.close()
  }
}

function viewerOf({ guest: { files } }: Vm): Viewer {
  return {
    readdir: path => files.readdir(path),
    lstat(path) {
      const { kind, mode, nlink, size } = files.lstat(path)
      return { kind, mode, nlink, size, ...(kind === 'symlink' && { target: files.readlink(path) }) }
    },
    read: path => files.readFile(path),
  }
}
