import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { HttpResponse, http, passthrough, type RequestHandler } from 'msw'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type HttpServer, listenHttp } from '../../../src/http/server.js'
import { dial, exchange } from './wire.js'

let server: HttpServer

afterEach(() => server?.close())

async function listen(...handlers: RequestHandler[]): Promise<number> {
  server = await listenHttp(handlers)
  return server.port
}

const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: vm\r\nConnection: close\r\n${more}\r\n`

/** A body that goes on for as long as the test wants, and knows when nobody reads it any more. */
function feed() {
  let cancelled = () => {}
  let source: ReadableStreamDefaultController<Uint8Array> | undefined
  const isCancelled = new Promise<void>(resolve => {
    cancelled = resolve
  })
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      source = controller
    },
    cancel: () => cancelled(),
  })
  return {
    body,
    isCancelled,
    say: (text: string) => source?.enqueue(new TextEncoder().encode(text)),
    end: () => source?.close(),
    fail: () => source?.error(new Error('lost')),
  }
}

describe('an answer', () => {
  test('goes out with its reason phrase, its headers and its length', async () => {
    const port = await listen(
      http.get('*/status', () => {
        const headers = [
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
          ['x-text', 'é'],
        ] as [string, string][]
        return new Response('not ünning\n', { status: 500, statusText: 'VM 100 is not rünning', headers })
      }),
    )
    expect(await exchange(port, get('/status'))).toBe(
      [
        'HTTP/1.1 500 VM 100 is not r\xfcnning',
        'content-length: 12',
        'content-type: text/plain;charset=UTF-8',
        'set-cookie: a=1',
        'set-cookie: b=2',
        'x-text: \xe9',
        'Connection: close',
        '',
        'not \xc3\xbcnning\n',
      ].join('\r\n'),
    )
  })

  test.each([
    ['without a reason phrase has the one that servers give', { status: 409 }, '{}', '409 Conflict', '2', '{}'],
    ['without a body has length 0', { status: 200 }, null, '200 OK', '0', ''],
    ['of status 204 has no length', { status: 204 }, null, '204 No Content', undefined, ''],
    ['of status 304 has no length', { status: 304 }, null, '304 Not Modified', undefined, ''],
  ])('%s', async (_, init, body, status, length, text) => {
    const port = await listen(
      http.get('*/x', () => new Response(body, { ...init, headers: { 'content-type': 'x/y' } })),
    )
    expect(await exchange(port, get('/x'))).toBe(
      [
        `HTTP/1.1 ${status}`,
        ...(length === undefined ? [] : [`content-length: ${length}`]),
        'content-type: x/y',
        'Connection: close',
        '',
        text,
      ].join('\r\n'),
    )
  })

  test('to HEAD has the length, and no body', async () => {
    const port = await listen(http.all('*/x', () => new Response('12345', { headers: { 'content-type': 'x/y' } })))
    const head = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-type: x/y\r\nConnection: close\r\n\r\n'
    expect(await exchange(port, get('/x').replace('GET', 'HEAD'))).toBe(head)
    expect(await exchange(port, get('/x'))).toBe(`${head}12345`)
  })

  test('of 20 MiB to a request of 20 MiB comes whole', async () => {
    const port = await listen(http.put('*/big', async ({ request }) => new Response(await request.arrayBuffer())))
    const bytes = Buffer.alloc(20 << 20, 'mockvm ')
    const response = await fetch(`http://127.0.0.1:${port}/big`, { method: 'PUT', body: bytes })
    expect(response.headers.get('content-length')).toBe(String(20 << 20))
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
  })

  test('that fails after its head ends the connection, so that nobody takes it for whole', async () => {
    const { body, say, fail } = feed()
    const port = await listen(http.get('*/x', () => new Response(body)))
    const wire = await dial(port)
    wire.write(get('/x'))
    await wire.until(/\r\n\r\n/)
    say('half')
    await wire.until(/half/)
    fail()
    expect((await wire.end()).split('\r\n\r\n')[1]).toBe('4\r\nhalf\r\n')
  })
})

describe('a request', () => {
  const echo = http.all('*/echo', async ({ request }) => {
    const { pathname, search } = new URL(request.url)
    return HttpResponse.text(`${request.method} ${pathname}${search} ${await request.text()}`)
  })
  const bodyOf = (answer: string) => answer.split('\r\n\r\n').at(-1)

  test('may come in chunks', async () => {
    const port = await listen(echo)
    const head = get('/echo?a=b%20c', 'Transfer-Encoding: chunked\r\n').replace('GET', 'POST')
    expect(bodyOf(await exchange(port, `${head}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`))).toBe('POST /echo?a=b%20c abcde')
  })

  test('may wait for 100 Continue before it sends its body', async () => {
    const port = await listen(echo)
    const wire = await dial(port)
    wire.write(get('/echo', 'Expect: 100-continue\r\nContent-Length: 3\r\n').replace('GET', 'PUT'))
    expect(await wire.until(/\r\n\r\n/)).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    wire.write('abc')
    expect(bodyOf(await wire.end())).toBe('PUT /echo abc')
  })

  test('may be of HTTP/1.0, without the name of a host', async () => {
    const port = await listen(http.get('*/x', () => new Response('1', { headers: { 'content-type': 'x/y' } })))
    expect(await exchange(port, 'GET /x HTTP/1.0\r\n\r\n')).toBe(
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-type: x/y\r\nConnection: close\r\n\r\n1',
    )
  })

  test('may follow others on the same connection, even before they are answered', async () => {
    const port = await listen(echo)
    const wire = await dial(port)
    const next = (path: string) => `GET ${path} HTTP/1.1\r\nHost: vm\r\n\r\n`
    wire.write(next('/echo?1'))
    await wire.until(/echo\?1/)
    wire.write(next('/echo?2') + next('/echo?3'))
    await wire.until(/echo\?3/)
    expect(wire.got.match(/GET \/echo\?\d/g)).toEqual(['GET /echo?1', 'GET /echo?2', 'GET /echo?3'])
    expect(wire.isOver).toBe(false)
    wire.leave()
  })

  test('is a Request of the platform, with the headers that came', async () => {
    const port = await listen(
      http.all('*/x', ({ request }) => {
        const copy = new Request(request, { headers: { 'x-copy': '1' } })
        return HttpResponse.text([request instanceof Request, copy.url, request.headers.get('cookie')].join(' '))
      }),
    )
    expect(bodyOf(await exchange(port, get('/x', 'Cookie: a=1; b=2\r\n')))).toBe('true http://vm/x a=1; b=2')
  })

  test('whose client goes is aborted', async () => {
    let arrived = () => {}
    const arrival = new Promise<void>(resolve => {
      arrived = resolve
    })
    let aborted = (_by: unknown) => {}
    const abort = new Promise<unknown>(resolve => {
      aborted = resolve
    })
    const port = await listen(
      http.post('*/wait', ({ request }) => {
        request.signal.addEventListener('abort', () => aborted(request.signal.reason))
        arrived()
        return new Promise<Response>(() => {})
      }),
    )
    const wire = await dial(port)
    wire.write(get('/wait', 'Content-Length: 0\r\n').replace('GET', 'POST'))
    await arrival
    wire.leave()
    expect(await abort).toMatchObject({ name: 'AbortError' })
  })

  test('that is none is refused without an answer of a handler', async () => {
    const port = await listen(echo)
    expect(await exchange(port, 'what?\r\n\r\n')).toBe('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
  })

  test('with a method that no Request can have is answered all the same', async () => {
    const port = await listen(echo)
    expect(await exchange(port, get('/echo').replace('GET', 'TRACE'))).toMatch(/^HTTP\/1.1 501 Not Implemented\r\n/)
  })
})

describe('a watch', () => {
  test('begins at once, flows line by line, and ends with what it comes from', async () => {
    const { body, say, end } = feed()
    const port = await listen(http.get('*/watch', () => new Response(body, { headers: { 'content-type': 'x/y' } })))
    const wire = await dial(port)
    wire.write(get('/watch'))
    const head = await wire.until(/\r\n\r\n/)
    expect(head.replace(/^Date: .*\r\n/m, '')).toBe(
      'HTTP/1.1 200 OK\r\ncontent-type: x/y\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n',
    )
    for (const line of ['one\n', 'two\n']) {
      say(line)
      expect(await wire.until(new RegExp(line))).toMatch(new RegExp(`4\r\n${line}\r\n$`))
    }
    end()
    expect((await wire.end()).slice(head.length)).toBe('4\r\none\n\r\n4\r\ntwo\n\r\n0\r\n\r\n')
  })

  test('that has something to say already begins with it', async () => {
    const { body, say } = feed()
    say('one\n')
    const port = await listen(http.get('*/watch', () => new Response(body)))
    const wire = await dial(port)
    wire.write(get('/watch'))
    expect(await wire.until(/one/)).toMatch(/\r\n\r\n4\r\none\n\r\n$/)
    wire.leave()
  })

  test('ends when its client goes', async () => {
    const { body, isCancelled } = feed()
    const port = await listen(http.get('*/watch', () => new Response(body)))
    const wire = await dial(port)
    wire.write(get('/watch'))
    await wire.until(/\r\n\r\n/)
    wire.leave()
    await isCancelled
  })

  test('of HTTP/1.0 has no chunks', async () => {
    const { body, say, end } = feed()
    const port = await listen(http.get('*/watch', () => new Response(body)))
    const wire = await dial(port)
    wire.write('GET /watch HTTP/1.0\r\n\r\n')
    await wire.until(/\r\n\r\n/)
    say('one\n')
    await wire.until(/one\n/)
    end()
    expect((await wire.end()).split('\r\n\r\n')[1]).toBe('one\n')
  })
})

describe('a request that no handler answers', () => {
  const NOT_FOUND = ['HTTP/1.1 404 Not Found', 'content-type: text/plain; charset=utf-8', 'Connection: close']

  test('is told what is served, and nothing is printed', async () => {
    const printed = (['log', 'warn', 'error'] as const).map(it => vi.spyOn(console, it))
    const port = await listen(http.get('*/api/*', () => HttpResponse.text('')))
    const text = `DELETE /else: nothing answers this here. Served at http://vm:\n\n  */api/*\n`
    expect(await exchange(port, get('/else?x').replace('GET', 'DELETE'))).toBe(
      [NOT_FOUND[0], `content-length: ${text.length}`, ...NOT_FOUND.slice(1), '', text].join('\r\n'),
    )
    expect(printed.map(it => it.mock.calls)).toEqual([[], [], []])
    vi.restoreAllMocks()
  })

  test('is the same as one that is passed through: there is nothing behind', async () => {
    const port = await listen(http.get('*/api', () => passthrough()))
    expect(await exchange(port, get('/api'))).toMatch(/^HTTP\/1.1 404 Not Found\r\n/)
  })
})

test('a handler that fails answers 500, and nothing is printed', async () => {
  const printed = vi.spyOn(console, 'error')
  const port = await listen(
    http.get('*/throws', () => {
      throw new Error('this is a defect')
    }),
  )
  const answer = await exchange(port, get('/throws'))
  expect(answer).toMatch(/^HTTP\/1.1 500 Internal Server Error\r\n/)
  expect(answer).toMatch(/\r\n\r\nthis is a defect\n$/)
  expect(printed.mock.calls).toEqual([])
  vi.restoreAllMocks()
})

test('a network error of a handler ends the connection without an answer', async () => {
  const port = await listen(http.get('*/gone', () => HttpResponse.error()))
  expect(await exchange(port, get('/gone'))).toBe('')
})

test('cookies that are set for one client are not sent along by others', async () => {
  const port = await listen(
    http.get('*/set', () => HttpResponse.text('', { headers: { 'set-cookie': 'PVEAuthCookie=secret; Path=/' } })),
    http.get('*/tell', ({ request, cookies }) => HttpResponse.json([request.headers.get('cookie'), cookies])),
  )
  await fetch(`http://127.0.0.1:${port}/set`)
  expect(await (await fetch(`http://127.0.0.1:${port}/tell`)).json()).toEqual([null, {}])
})

describe('the server', () => {
  const any = http.all('*', () => HttpResponse.text(''))

  test('listens where nobody else can reach it unless it is told otherwise', async () => {
    await listen(any)
    expect(server).toMatchObject({
      url: `http://127.0.0.1:${server.port}`,
      certificate: undefined,
      fingerprint: undefined,
    })
  })

  test('listens on the addresses of version 6', async () => {
    server = await listenHttp([http.get('*/x', () => HttpResponse.text('six'))], { host: '::1' })
    expect(server.url).toBe(`http://[::1]:${server.port}`)
    expect(await (await fetch(`${server.url}/x`)).text()).toBe('six')
  })

  test('that is closed ends all connections, and more than once is the same as once', async () => {
    const { body, isCancelled } = feed()
    const port = await listen(http.get('*/watch', () => new Response(body)))
    const [watching, idle] = [await dial(port), await dial(port)]
    watching.write(get('/watch'))
    await watching.until(/\r\n\r\n/)
    await Promise.all([server.close(), server.close()])
    await Promise.all([watching.end(), idle.end(), isCancelled])
    const late = connect(port, '127.0.0.1')
    expect(await once(late, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }])
  })

  test('takes no signals for itself', async () => {
    const before = [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')]
    await listen(any)
    expect([process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')]).toEqual(before)
  })

  test('says what is wrong when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    await expect(listenHttp([any], { port })).rejects.toThrow(
      `cannot listen on 127.0.0.1:${port}: the port is taken. Choose another one, or 0 for any that is free.`,
    )
    other.close()
  })

  test.each([
    ['address', { host: '192.0.2.1' }, /^cannot listen on 192\.0\.2\.1:0: this machine has no such address\. Choose/],
    ['address of version 6', { host: '2001:db8::1' }, /^cannot listen on \[2001:db8::1\]:0: /],
  ])('refuses a %s that this machine has not: %j', async (_, options, message) => {
    await expect(listenHttp([any], options)).rejects.toThrow(message)
  })
})
