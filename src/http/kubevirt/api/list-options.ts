/** What the query of a list or a watch says. */
import { type FieldSelector, parseFieldSelector } from './field-selector.js'
import { type LabelSelector, parseLabelSelector } from './label-selector.js'
import { badRequest, invalidOptions } from './status.js'

export interface ListOptions {
  readonly labels: LabelSelector
  readonly fields: FieldSelector
  /** With neither anything is taken. */
  readonly isSelective: boolean
  readonly limit: number | undefined
  readonly continues: string
  readonly isWatch: boolean
  /** Undefined: none is named. */
  readonly revision: number | undefined
  readonly match: 'Exact' | 'NotOlderThan' | undefined
  readonly bookmarks: boolean
  readonly sendInitialEvents: boolean | undefined
  readonly timeoutSeconds: number | undefined
}

/** @param what "kubevirt.io/v1, Resource=virtualmachineinstances". Throws ApiError. */
export function listOptions(query: URLSearchParams, what: string, mustWatch = false): ListOptions {
  const labelText = query.get('labelSelector') ?? ''
  const fieldText = query.get('fieldSelector') ?? ''
  const where =
    `Unable to find ${JSON.stringify(what)} that match label selector ${JSON.stringify(labelText)}, ` +
    `field selector ${JSON.stringify(fieldText)}: `
  const isWatch = mustWatch || isAsked(query, 'watch')
  const named = query.get('resourceVersion') ?? ''
  const match = query.get('resourceVersionMatch') ?? ''
  const sendInitialEvents = query.has('sendInitialEvents') ? isAsked(query, 'sendInitialEvents') : undefined
  const continues = query.get('continue') ?? ''
  assertTogether({ isWatch, named, match, sendInitialEvents, continues })
  return {
    labels: parseLabelSelector(labelText),
    fields: parseFieldSelector(fieldText, where),
    isSelective: labelText !== '' || fieldText !== '',
    limit: integer(query, 'limit'),
    continues,
    isWatch,
    revision: named === '' ? undefined : revisionOf(named),
    match: match === '' ? undefined : (match as ListOptions['match']),
    bookmarks: isAsked(query, 'allowWatchBookmarks'),
    sendInitialEvents,
    timeoutSeconds: integer(query, 'timeoutSeconds'),
  }
}

function assertTogether(options: {
  readonly isWatch: boolean
  readonly named: string
  readonly match: string
  readonly sendInitialEvents: boolean | undefined
  readonly continues: string
}): void {
  const { isWatch, named, match, sendInitialEvents, continues } = options
  const refuse = (field: string, why: string) => invalidOptions(field, 'FieldValueForbidden', why)
  if (match !== '' && match !== 'Exact' && match !== 'NotOlderThan') {
    throw badRequest(
      `resourceVersionMatch: Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan"`,
    )
  }
  if (isWatch) {
    if (sendInitialEvents !== undefined && match !== 'NotOlderThan') {
      throw refuse('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan')
    }
    if (sendInitialEvents === undefined && match !== '') {
      throw refuse(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      )
    }
    return
  }
  if (sendInitialEvents !== undefined) throw refuse('sendInitialEvents', 'sendInitialEvents is forbidden for list')
  if (match !== '' && named === '') {
    throw refuse('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided')
  }
  if (match !== '' && continues !== '') {
    throw refuse('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided')
  }
  if (match === 'Exact' && named === '0') {
    throw refuse('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"')
  }
  if (continues !== '' && named !== '' && named !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue')
  }
}

/** As conversions of queries read it: what isn't false is true. */
export function isAsked(query: URLSearchParams, name: string): boolean {
  const value = query.get(name)
  return value !== null && value !== '0' && value.toLowerCase() !== 'false'
}

function integer(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name) ?? ''
  if (value === '') return undefined
  if (!/^[-+]?\d{1,18}$/.test(value))
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`)
  const number = Number(value)
  return number > 0 ? number : undefined
}

function revisionOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  const why = `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`
  throw badRequest(`resourceVersion: Invalid value: ${JSON.stringify(text)}: ${why}`)
}
