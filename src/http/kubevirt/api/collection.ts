/** The objects of a resource, and how they came to be as they are: what lists and watches are read from. */
import type { KubeObject } from '../objects/kube-object.js'
import type { Revisions } from './revisions.js'

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly revision: number
  /** As it is then; of what is deleted, as it was last. */
  readonly object: KubeObject
  /** Undefined: there was none. */
  readonly before: KubeObject | undefined
}

/** So many changes are remembered. */
const MOST_CHANGES = 1000

export class Collection {
  readonly #revisions: Revisions
  readonly #objects = new Map<string, KubeObject>()
  readonly #listeners = new Set<(change: Change) => void>()
  #history: Change[] = []
  /** Of what came before it nothing is known any more. */
  #oldest: number

  constructor(revisions: Revisions) {
    this.#revisions = revisions
    this.#oldest = revisions.current
  }

  get revision(): number {
    return this.#revisions.current
  }

  /** From there on changes are known. */
  get oldest(): number {
    return this.#oldest
  }

  get(namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#objects.get(keyOf({ namespace, name }))
  }

  /** Keeps the object, if anything of it is new, with another resourceVersion in the place of that which it has. */
  put(object: KubeObject): void {
    const key = keyOf(object.metadata)
    const before = this.#objects.get(key)
    if (before !== undefined && isSame(before, object)) return
    const revision = this.#revisions.next()
    const after = withVersion(object, revision)
    this.#objects.set(key, after)
    this.#tell({ type: before === undefined ? 'ADDED' : 'MODIFIED', revision, object: after, before })
  }

  remove(namespace: string | undefined, name: string): void {
    const key = keyOf({ namespace, name })
    const before = this.#objects.get(key)
    if (before === undefined) return
    this.#objects.delete(key)
    const revision = this.#revisions.next()
    this.#tell({ type: 'DELETED', revision, object: withVersion(before, revision), before })
  }

  /** By namespace, then by name. */
  list(): KubeObject[] {
    return inOrder(this.#objects)
  }

  /** As it was at a revision that isn't older than the oldest. */
  listAt(revision: number): KubeObject[] {
    const objects = new Map(this.#objects)
    for (const { object, before } of this.since(revision).reverse()) {
      const key = keyOf(object.metadata)
      if (before === undefined) objects.delete(key)
      else objects.set(key, before)
    }
    return inOrder(objects)
  }

  /** What came after a revision. */
  since(revision: number): Change[] {
    return this.#history.filter(change => change.revision > revision)
  }

  /** Until the returned function is called. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(change: Change): void {
    this.#history.push(change)
    if (this.#history.length > MOST_CHANGES) this.#oldest = this.#history.shift()?.revision ?? this.#oldest
    for (const listener of [...this.#listeners]) listener(change)
  }
}

/** No name has a blank, which comes before all that they do have: names are ordered within their namespaces. */
export function keyOf({ namespace, name }: { readonly namespace?: string | undefined; readonly name: string }): string {
  return namespace === undefined ? name : `${namespace} ${name}`
}

function inOrder(objects: ReadonlyMap<string, KubeObject>): KubeObject[] {
  return [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object)
}

function withVersion(object: KubeObject, revision: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } }
}

function isSame(kept: KubeObject, object: KubeObject): boolean {
  const { resourceVersion } = kept.metadata
  return JSON.stringify(kept) === JSON.stringify({ ...object, metadata: { ...object.metadata, resourceVersion } })
}
