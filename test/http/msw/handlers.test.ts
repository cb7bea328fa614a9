import { getResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { HttpService } from '../../../src/http/service.js'
import { pathOf, serviceHandlers } from '../../../src/http/service-handlers.js'

/** Tells what it was asked. */
const echo: HttpService = {
  paths: ['/api2/*', '/version'],
  async respond({ method, url, headers }) {
    const cookies = headers.has('cookie') ? ` with ${headers.get('cookie')}` : ''
    return new Response(`${method} ${url}${cookies}`, { headers: { 'set-cookie': 'a=1' } })
  },
}

async function ask(url: string, origin?: string): Promise<string | undefined> {
  return (await getResponse(serviceHandlers(echo, origin), new Request(url)))?.text()
}

test.each([
  'http://127.0.0.1:8006/api2/json/version',
  'https://pve.example/api2/',
  'https://pve/version?a=/x',
  'https://pve/api2/json/%zz',
])('a service is asked for %s', async url => {
  expect(await ask(url)).toBe(`GET ${url}`)
})

test.each([
  'https://pve/',
  'https://pve/api2',
  'https://pve/api23/json',
  'https://pve/proxy/api2/json',
  'https://pve/version/1',
  'https://pve/x?/api2/json',
  'https://pve/x/version',
])('a service is not asked for %s', async url => {
  expect(await ask(url)).toBeUndefined()
})

test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  'the method %s is the service’s own affair',
  async method => {
    const response = await getResponse(serviceHandlers(echo), new Request('http://vm/version', { method }))
    expect(await response?.text()).toBe(`${method} http://vm/version`)
  },
)

describe('with an origin', () => {
  test.each([
    ['https://pve.example:8006', 'https://pve.example:8006/version'],
    ['https://PVE.example:443/', 'https://pve.example/version'],
    ['http://[::1]:80', 'http://[::1]/version'],
  ])('%s a service is asked for %s', async (origin, url) => {
    expect(await ask(url, origin)).toBe(`GET ${url}`)
  })

  test.each(['http://pve.example:8006/version', 'https://pve.example/version', 'https://pve-example:8006/version'])(
    'a service is not asked for %s',
    async url => {
      expect(await ask(url, 'https://pve.example:8006')).toBeUndefined()
    },
  )

  test.each(['pve.example', 'pve:8006', 'ftp://pve', 'https://pve/api2', 'https://a@pve', '*', ''])(
    '%j is refused',
    async origin => {
      expect(() => serviceHandlers(echo, origin)).toThrow(
        `origin: expected one such as "https://pve.example:8006", got ${JSON.stringify(origin)}`,
      )
    },
  )
})

test('handlers know what to call themselves', () => {
  expect(serviceHandlers(echo).map(pathOf)).toEqual(['/api2/*', '/version'])
  expect(serviceHandlers(echo, 'https://pve:443').map(pathOf)).toEqual(['https://pve/api2/*', 'https://pve/version'])
})

describe('in setupServer()', () => {
  const server = setupServer(...serviceHandlers(echo, 'https://pve:8006'))

  afterEach(() => {
    server.close()
    vi.restoreAllMocks()
  })

  test('fetch is answered, and what is set for one client is not sent along by others', async () => {
    const printed = (['log', 'warn', 'error'] as const).map(it => vi.spyOn(console, it))
    server.listen({ onUnhandledRequest: 'error' })
    for (const path of ['/version', '/version', '/api2/json/nodes']) {
      expect(await (await fetch(`https://pve:8006${path}`)).text()).toBe(`GET https://pve:8006${path}`)
    }
    expect(printed.map(it => it.mock.calls)).toEqual([[], [], []])
  })
})
