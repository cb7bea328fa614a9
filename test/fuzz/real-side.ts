/** The real agent, on a folder of this machine. */
import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, type Stats } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RealAgent, type RealAgentOptions, type RealConnection } from '../real-agent/real-agent.js'
import type { Side } from './side.js'
import { treeText, type Viewer } from './tree.js'
import { furnish } from './world.js'

/** A fresh folder of the length that templates count on. */
export function makeFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'mockvm-fuzz-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export class RealSide implements Side {
  readonly name = 'qemu-ga'
  readonly #folder: string
  readonly #options: RealAgentOptions
  #agent: RealAgent | undefined
  #client: RealConnection | undefined

  constructor(folder: string, options: RealAgentOptions = {}) {
    this.#folder = folder
    this.#options = options
  }

  get closed(): boolean {
    return this.#client?.closed ?? true
  }

  async start(): Promise<void> {
    await this.stop()
    furnish(this.#folder)
    this.#agent = await RealAgent.start(this.#options)
    this.#client = await this.#agent.connect()
  }

  async send(bytes: Buffer): Promise<Buffer> {
    return (await this.#client?.exchange(bytes)) ?? Buffer.alloc(0)
  }

  wait(): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, 1))
  }

  async reconnect(): Promise<void> {
    await this.#client?.leave()
    // An agent that is gone is found out about by the next reply.
    this.#client = await this.#agent?.connect().catch(() => undefined)
  }

  look(): string {
    return treeText(this.#folder, DISK)
  }

  async stop(): Promise<void> {
    await this.#client?.leave()
    await this.#agent?.stop()
    this.#client = undefined
    this.#agent = undefined
  }

  close(): Promise<void> {
    return this.stop()
  }
}

const DISK: Viewer = {
  readdir: path => readdirSync(path),
  lstat(path) {
    const stat = lstatSync(path)
    return {
      kind: kindOf(stat),
      mode: stat.mode & 0o7777,
      nlink: stat.nlink,
      size: BigInt(stat.size),
      ...(stat.isSymbolicLink() && { target: readlinkSync(path) }),
    }
  },
  read: path => readFileSync(path),
}

function kindOf(stat: Stats): string {
  if (stat.isDirectory()) return 'directory'
  if (stat.isSymbolicLink()) return 'symlink'
  if (stat.isFIFO()) return 'fifo'
  return stat.isFile() ? 'file' : 'other'
}
