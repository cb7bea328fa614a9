/** The parameters of a request: of its query, and of its body as a form or as JSON. */
import { ServerError } from './error.js'
import { readForm } from './form.js'
import { malformedJson } from './malformed-json.js'
import type { RawParameters } from './parameters.js'

/** Bytes. */
const MOST_CONTENT = 512 * 1024

/** Those of the query win. Throws ServerError. */
export async function readParameters(request: Request): Promise<RawParameters> {
  const inBody = readContent(Buffer.from(await request.arrayBuffer()), request)
  const inQuery = readForm(new URL(request.url).search.slice(1))
  const parameters = new Map<string, unknown>([...inBody, ...inQuery])
  // With which clients get past caches.
  parameters.delete('_dc')
  return parameters
}

function readContent(content: Buffer, { method, headers }: Request): Iterable<[string, unknown]> {
  if (content.length === 0) return []
  if (method !== 'POST' && method !== 'PUT') throw new ServerError(501, `Unexpected content for method '${method}'`)
  if (content.length > MOST_CONTENT) throw new ServerError(501, 'for data too large')
  const contentType = headers.get('content-type') ?? ''
  // What comes behind a semicolon is not looked at.
  switch (contentType.split(';')[0]?.trim()) {
    case '':
    case 'application/x-www-form-urlencoded':
      return readForm(content.toString('latin1'))
    case 'application/json':
      return readJson(content)
    default:
      throw new ServerError(506, `upload 'Content-Type '${contentType}' not implemented`)
  }
}

function readJson(content: Buffer): [string, unknown][] {
  const value = parseJson(content)
  if (value === null) return []
  // As Perl dies of taking it for a hash.
  if (typeof value !== 'object' || Array.isArray(value)) throw new ServerError(501, 'Not a HASH reference\n')
  return Object.entries(value)
}

function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content))
  } catch {
    throw new ServerError(501, malformedJson(content.toString('latin1')))
  }
}
