/** The forms in which objects are given: whole, as rows of a table, or as what all objects have. */
import type { HttpJson } from '../../json.js'
import type { JsonObject, KubeObject, Metadata } from '../objects/kube-object.js'
import { age } from '../objects/timestamp.js'
import type { Resource } from './resource.js'

export interface Form {
  readonly as: 'object' | 'table' | 'metadata'
  /** Of meta.k8s.io. */
  readonly metaVersion: string
  /** What rows of a table hold beside their cells. */
  readonly includeObject: 'None' | 'Metadata' | 'Object'
  /** That of the group under which it was asked for. */
  readonly version: string
}

export interface Page {
  readonly items: readonly KubeObject[]
  readonly resourceVersion: string
  /** Opaque; empty on the last page. */
  readonly continues: string
  readonly remaining: number | undefined
}

export class Representation {
  readonly #resource: Resource
  readonly #form: Form
  readonly #timeOf: (metadata: Metadata) => bigint
  #hasColumns = false

  /** `timeOf`: now, where the object is, in nanoseconds since the epoch. */
  constructor(resource: Resource, form: Form, timeOf: (metadata: Metadata) => bigint) {
    this.#resource = resource
    this.#form = form
    this.#timeOf = timeOf
  }

  one(object: KubeObject): JsonObject {
    const { as } = this.#form
    if (as === 'table') return this.#table([object], { resourceVersion: object.metadata.resourceVersion })
    return as === 'metadata' ? this.#partial(object) : this.#versioned(object)
  }

  list({ items, resourceVersion, continues, remaining }: Page): JsonObject {
    const more = { ...(continues !== '' && { continue: continues }), resourceVersion, remainingItemCount: remaining }
    if (this.#form.as === 'table') return this.#table(items, more)
    if (this.#form.as === 'metadata') {
      const apiVersion = `meta.k8s.io/${this.#form.metaVersion}`
      const all = items.map(item => this.#partial(item))
      return { kind: 'PartialObjectMetadataList', apiVersion, metadata: more, items: all }
    }
    const kind = `${this.#resource.kind}List`
    if (this.#resource.group === '') return { kind, apiVersion: 'v1', metadata: more, items: items.map(bare) }
    return {
      apiVersion: this.#apiVersion,
      items: items.map(item => this.#versioned(item)),
      kind,
      metadata: { continue: continues, remainingItemCount: remaining, resourceVersion },
    }
  }

  /** What tells watchers how far they have come. */
  bookmark(revision: number, isInitialEnd: boolean): JsonObject {
    const resourceVersion = String(revision)
    if (this.#form.as === 'table') return this.#table([], { resourceVersion })
    const metadata = {
      ...(isInitialEnd && { annotations: { 'k8s.io/initial-events-end': 'true' } }),
      creationTimestamp: null,
      resourceVersion,
    }
    return { apiVersion: this.#apiVersion, kind: this.#resource.kind, metadata }
  }

  get #apiVersion(): string {
    const { group } = this.#resource
    return group === '' ? this.#form.version : `${group}/${this.#form.version}`
  }

  #versioned(object: KubeObject): KubeObject {
    return { ...object, apiVersion: this.#apiVersion }
  }

  #partial({ metadata }: KubeObject): JsonObject {
    return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${this.#form.metaVersion}`, metadata }
  }

  #table(items: readonly KubeObject[], metadata: JsonObject): JsonObject {
    const { columns } = this.#resource
    const definitions = columns.map(({ name, type, format, description, priority }) => ({
      name,
      type,
      format,
      description,
      priority,
    }))
    // Those who watch are told once.
    const told = this.#hasColumns ? null : definitions
    this.#hasColumns = true
    return {
      kind: 'Table',
      apiVersion: `meta.k8s.io/${this.#form.metaVersion}`,
      metadata,
      columnDefinitions: told,
      rows: items.map(item => this.#row(item)),
    }
  }

  #row(object: KubeObject): JsonObject {
    const cells = this.#resource.columns.map(({ type, cell }): HttpJson => {
      const value = cell(object)
      if (type !== 'date') return value
      return typeof value === 'string' ? age(value, this.#timeOf(object.metadata)) : '<unknown>'
    })
    const { includeObject } = this.#form
    if (includeObject === 'None') return { cells, object: null }
    return { cells, object: includeObject === 'Object' ? this.#versioned(object) : this.#partial(object) }
  }
}

/** In the lists of the core the kind is said once. */
function bare({ kind: _, apiVersion: __, ...rest }: KubeObject): JsonObject {
  return rest
}
