/** Which form of the answer a request accepts. */

import type { Form } from './representation.js'
import { badRequest, notAcceptable } from './status.js'

/** What is written here. The real one also writes YAML. */
const WRITTEN = ['application/json']

interface Clause {
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
}

/** Throws ApiError. `version`: of the group that is asked. */
export function formOf(accept: string | null, query: URLSearchParams, version: string): Form {
  const includeObject = query.get('includeObject') ?? 'Metadata'
  for (const clause of clausesOf(accept)) {
    const as = formAsked(clause)
    if (as === undefined) continue
    const metaVersion = clause.parameters.get('v') ?? 'v1'
    if (as === 'table' && !isIncludable(includeObject)) {
      throw badRequest(`unrecognized includeObject value: ${JSON.stringify(includeObject)}`)
    }
    return { as, metaVersion, includeObject: isIncludable(includeObject) ? includeObject : 'Metadata', version }
  }
  throw notAcceptable(WRITTEN)
}

/** For what has one form only. Throws ApiError. */
export function assertJsonAccepted(accept: string | null): void {
  const takes = clausesOf(accept).some(({ type }) => isJson(type))
  if (!takes) throw notAcceptable(WRITTEN)
}

function isIncludable(value: string): value is Form['includeObject'] {
  return value === 'None' || value === 'Metadata' || value === 'Object'
}

/** Undefined: not one that is written here. */
function formAsked({ type, parameters }: Clause): Form['as'] | undefined {
  if (!isJson(type)) return undefined
  const as = parameters.get('as')
  if (as === undefined) return 'object'
  const version = parameters.get('v')
  if (parameters.get('g') !== 'meta.k8s.io' || (version !== 'v1' && version !== 'v1beta1')) return undefined
  if (as === 'Table') return 'table'
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList' ? 'metadata' : undefined
}

function isJson(type: string): boolean {
  return type === 'application/json' || type === 'application/*' || type === '*/*'
}

/** Preferred ones first. */
function clausesOf(accept: string | null): Clause[] {
  if (accept === null || accept.trim() === '') return [{ type: '*/*', parameters: new Map() }]
  const clauses = accept.split(',').map((text): Clause => {
    const [type = '', ...rest] = text.split(';').map(part => part.trim())
    const parameters = new Map(
      rest.map(part => {
        const [name = '', value = ''] = part.split('=')
        return [name.trim().toLowerCase(), value.trim()]
      }),
    )
    return { type: type.toLowerCase(), parameters }
  })
  const quality = ({ parameters }: Clause) => Number(parameters.get('q') ?? 1)
  return clauses.filter(clause => quality(clause) !== 0).sort((a, b) => quality(b) - quality(a))
}
