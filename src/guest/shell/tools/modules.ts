/** What just-bash may require: what computes, and nothing that reaches the host. */
import { createRequire } from 'node:module'

/** As they are. */
const PURE = new Set([
  ...['node:path', 'node:util', 'node:util/types', 'node:buffer', 'node:assert', 'node:events', 'node:stream'],
  ...['node:querystring', 'node:url', 'buffer', 'util', 'stream'],
  ...['sprintf-js', 'minimatch', 'diff', 'seek-bzip'],
])

/** There is one asynchronous call at a time, so nothing has to be remembered across them. */
class NoStorage {
  getStore(): undefined {
    return undefined
  }
  run<T>(_store: unknown, action: (...args: unknown[]) => T, ...args: unknown[]): T {
    return action(...args)
  }
}

export function modulesFor(file: string): (name: string) => unknown {
  const own = createRequire(file)
  return name => {
    if (PURE.has(name)) return own(name)
    if (name === 'node:async_hooks') return { AsyncLocalStorage: NoStorage, AsyncResource: Object }
    if (name === 'node:module') return {}
    if (name === 'node:crypto') return only(own(name), name, key => key === 'createHash' || key === 'getHashes')
    if (name === 'node:zlib') return only(own(name), name, key => /Sync$|^constants$|^crc32$|^[A-Z]/.test(key))
    return only(name.startsWith('node:') ? own(name) : {}, name, () => false)
  }
}

/** A module with all its names, of which those that are not allowed throw when they are used. */
function only(module: object, name: string, isAllowed: (key: string) => boolean): object {
  const entries = Object.keys(module).map(key => {
    if (isAllowed(key)) return [key, (module as Record<string, unknown>)[key]]
    return [key, refusal(`${name}.${key}`)]
  })
  return Object.fromEntries(entries)
}

function refusal(what: string): () => never {
  return function refused() {
    throw new Error(`just-bash may not use ${what} in a guest`)
  }
}
