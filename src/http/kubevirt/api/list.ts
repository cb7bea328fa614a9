/** Lists, whole or page by page: all pages show the objects as they were at the first. */
import type { KubeObject } from '../objects/kube-object.js'
import { type Collection, keyOf } from './collection.js'
import type { ListOptions } from './list-options.js'
import type { Page } from './representation.js'
import { badRequest, expired, tooLargeVersion } from './status.js'

interface Token {
  readonly revision: number
  /** The key of the last object that was given. */
  readonly after: string
}

const TOO_OLD =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the ' +
  'continue parameter.'

/** Throws ApiError. */
export function listPage(collection: Collection, namespace: string | undefined, options: ListOptions): Page {
  const { continues, limit, isSelective } = options
  const token = continues === '' ? undefined : readToken(continues, collection)
  const revision = token?.revision ?? revisionFor(collection, options)
  if (revision < collection.oldest) throw token === undefined ? tooOld(revision, collection) : expired(TOO_OLD)
  const all = collection
    .listAt(revision)
    .filter(object => isSelected(object, namespace, options))
    .filter(({ metadata }) => token === undefined || keyOf(metadata) > token.after)
  const items = limit === undefined ? all : all.slice(0, limit)
  const last = items.at(-1)
  const rest = all.length - items.length
  return {
    items,
    resourceVersion: String(revision),
    continues: rest > 0 && last !== undefined ? writeToken({ revision, after: keyOf(last.metadata) }) : '',
    remaining: rest > 0 && !isSelective ? rest : undefined,
  }
}

export function isSelected(
  object: KubeObject,
  namespace: string | undefined,
  { labels, fields }: Pick<ListOptions, 'labels' | 'fields'>,
): boolean {
  const { metadata } = object
  return (
    (namespace === undefined || metadata.namespace === namespace) &&
    labels(metadata.labels ?? {}) &&
    fields.isMet(object)
  )
}

export function tooOld(revision: number, { oldest }: Collection) {
  return expired(`too old resource version: ${revision} (${oldest})`)
}

/** Whoever names one gets what is there now, unless that very one is wanted. */
function revisionFor({ revision: current }: Collection, { revision, match }: ListOptions): number {
  if (revision !== undefined && revision > current) throw tooLargeVersion(revision, current)
  return match === 'Exact' && revision !== undefined ? revision : current
}

function writeToken({ revision, after }: Token): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: after })).toString('base64url')
}

/** Versions that have not been yet can't have been given out. */
function readToken(text: string, { revision }: Collection): Token {
  try {
    const { v, rv, start } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>
    const isVersion = Number.isInteger(rv) && (rv as number) > 0 && (rv as number) <= revision
    if (v === 'meta.k8s.io/v1' && isVersion && typeof start === 'string')
      return { revision: rv as number, after: start }
  } catch {
    // No JSON: none of ours.
  }
  throw badRequest('continue key is not valid')
}
