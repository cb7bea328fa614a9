/** The folder that all recordings work in. On this machine it is there only while sessions are played to a real agent. */
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Setup } from './recording.js'

/** The folder is there already; the message says how to mend that. */
export class FolderError extends Error {
  override readonly name = 'FolderError'
}

export class RealFolder {
  readonly #path: string

  /** Throws FolderError for a folder that is there: what is in it belongs to somebody else. */
  constructor(path: string) {
    try {
      mkdirSync(path, { mode: 0o755 })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      throw new FolderError(
        `--real: the recordings work in ${path}, which is there already. Remove it, unless another run is using it.`,
      )
    }
    this.#path = path
    // Nothing is left behind either when a run breaks off.
    process.once('exit', this.#remove)
  }

  /** What a session finds in it. */
  fill({ files = {}, hook = [] }: Setup): void {
    for (const [name, content] of Object.entries(files)) this.#write(name, content)
    for (const [name, content, mode] of hook) chmodSync(this.#write(name, content), mode)
  }

  empty(): void {
    for (const name of readdirSync(this.#path)) rmSync(join(this.#path, name), { recursive: true })
  }

  remove(): void {
    process.off('exit', this.#remove)
    this.#remove()
  }

  readonly #remove = (): void => {
    rmSync(this.#path, { recursive: true, force: true })
  }

  #write(name: string, content: string): string {
    const path = join(this.#path, name)
    writeFileSync(path, content)
    return path
  }
}
