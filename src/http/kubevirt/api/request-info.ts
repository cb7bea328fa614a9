/** What a request is about, as the API server reads its path. */

/** An object, or all of a kind, or what is below them. */
export interface Target {
  /** Empty for the core. */
  readonly group: string
  readonly version: string
  readonly namespace: string | undefined
  readonly resource: string
  readonly name: string | undefined
  readonly subresource: string | undefined
  /** As in /apis/kubevirt.io/v1/watch/virtualmachineinstances. */
  readonly mustWatch: boolean
}

/** Undefined for what is neither an object nor all of a kind. */
export function targetOf(path: string): Target | undefined {
  const [root, ...parts] = path.split('/').slice(1).map(decoded)
  if (parts.at(-1) === '') parts.pop()
  if (root === 'api') return below('', parts[0], parts.slice(1))
  return root === 'apis' ? below(parts[0] ?? '', parts[1], parts.slice(2)) : undefined
}

function below(group: string, version: string | undefined, rest: readonly string[]): Target | undefined {
  if (version === undefined || rest.length === 0 || rest.includes('')) return undefined
  const mustWatch = rest[0] === 'watch'
  const parts = mustWatch ? rest.slice(1) : rest
  // A namespace is an object too: of its own name, without anything but its status below it.
  const isWithin = parts[0] === 'namespaces' && parts.length > 2 && !(group === '' && parts[2] === 'status')
  const namespace = isWithin ? parts[1] : undefined
  const [resource, name, ...sub] = isWithin ? parts.slice(2) : parts
  if (resource === undefined) return undefined
  return {
    group,
    version,
    namespace,
    resource,
    name,
    subresource: sub.length > 0 ? sub.join('/') : undefined,
    mustWatch,
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
