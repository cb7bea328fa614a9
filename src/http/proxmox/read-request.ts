/** The parameters of a request: of its query, and of its body as a form or as JSON. */
import { PveError } from './error.js'
import type { RawParameters } from './parameters.js'

export async function readParameters(request: Request): Promise<RawParameters> {
  const query = fromPairs(new URL(request.url).searchParams)
  if (request.method === 'GET' || request.method === 'DELETE') return query
  const body = await request.text()
  if (body === '') return query
  if (request.headers.get('content-type')?.startsWith('application/json')) return { ...query, ...fromJson(body) }
  return { ...query, ...fromPairs(new URLSearchParams(body)) }
}

function fromPairs(pairs: URLSearchParams): RawParameters {
  const names = [...new Set(pairs.keys())]
  return Object.fromEntries(
    names.map(name => {
      const all = pairs.getAll(name)
      return [name, all.length === 1 ? all[0] : all]
    }),
  )
}

function fromJson(text: string): RawParameters {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new PveError(400, `${(error as Error).message}\n`)
  }
}
