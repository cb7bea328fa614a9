/** Variables of a process of Windows: upper and lower case of their names are the same. */
import { folded } from './names.js'

export class Environment {
  readonly #variables: Map<string, readonly [name: string, value: string]>

  /** NAME=VALUE; of equal names the first counts. A name may begin with `=`, as those do that hold folders of drives. */
  constructor(environ: readonly string[]) {
    this.#variables = new Map()
    for (const entry of environ) {
      const at = entry.indexOf('=', 1)
      const name = entry.slice(0, at)
      if (at > 0 && !this.#variables.has(folded(name))) this.set(name, entry.slice(at + 1))
    }
  }

  get(name: string): string | undefined {
    return this.#variables.get(folded(name))?.[1]
  }

  /** The name stays as it was spelt first. */
  set(name: string, value: string): void {
    const [known = name] = this.#variables.get(folded(name)) ?? []
    this.#variables.set(folded(name), [known, value])
  }

  remove(name: string): boolean {
    return this.#variables.delete(folded(name))
  }

  /** By name, as Windows keeps them. */
  list(): readonly (readonly [name: string, value: string])[] {
    return [...this.#variables].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, variable]) => variable)
  }

  get environ(): readonly string[] {
    return this.list().map(([name, value]) => `${name}=${value}`)
  }
}
