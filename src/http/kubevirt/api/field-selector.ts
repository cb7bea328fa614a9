/** Field selectors: "metadata.name=web". Of most fields the server knows nothing. */
import type { KubeObject } from '../objects/kube-object.js'
import { badRequest } from './status.js'

export interface FieldSelector {
  isMet(object: KubeObject): boolean
  /** The one name that it asks for. */
  readonly name: string | undefined
}

const FIELDS: ReadonlyMap<string, (object: KubeObject) => string> = new Map([
  ['metadata.name', ({ metadata }) => metadata.name],
  ['metadata.namespace', ({ metadata }) => metadata.namespace ?? ''],
])

/** @param where What the refusal of a field begins with. Throws ApiError. */
export function parseFieldSelector(text: string, where = ''): FieldSelector {
  const terms = splitAtCommas(text).map(term => {
    const match = /^((?:\\.|[^\\=!])*?)(!=|==|=)(.*)$/s.exec(term)
    if (match === null) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`)
    const [, field = '', operator = '', value = ''] = match
    const read = FIELDS.get(field)
    if (read === undefined) throw badRequest(`${where}field label not supported: ${field}`)
    return { field, isEqual: operator !== '!=', value: unescaped(value, text), read }
  })
  return {
    isMet: object => terms.every(({ read, value, isEqual }) => (read(object) === value) === isEqual),
    name: terms.find(({ field, isEqual }) => field === 'metadata.name' && isEqual)?.value,
  }
}

/** A backslash takes the next character as it is. */
function splitAtCommas(text: string): string[] {
  const terms = text.match(/(?:\\.|[^\\,]|\\$)+/gs) ?? []
  return [...terms]
}

function unescaped(value: string, whole: string): string {
  if (/(?:^|[^\\])(?:\\\\)*[=]/.test(value))
    throw badRequest(`invalid selector: '${whole}'; can't understand '${value}'`)
  return value.replace(/\\([\\,=])/g, '$1')
}
