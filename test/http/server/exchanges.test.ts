import { HttpResponse, http, type RequestHandler } from 'msw'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type HttpExchange, type HttpServer, listenHttp } from '../../../src/http/msw.js'
import { dial, exchange } from './wire.js'

let server: HttpServer
let told: HttpExchange[]
let news: () => void

beforeEach(() => {
  told = []
  news = () => {}
})
afterEach(() => server.close())

async function listen(...handlers: RequestHandler[]): Promise<number> {
  const onExchange = (it: HttpExchange) => {
    told.push(it)
    news()
  }
  server = await listenHttp(handlers, { onExchange })
  return server.port
}

/** Resolves when so many requests are over. */
async function over(count: number): Promise<void> {
  while (told.length < count) {
    await new Promise<void>(resolve => {
      news = resolve
    })
  }
}

const request = (line: string) => `${line} HTTP/1.1\r\nHost: vm\r\nConnection: close\r\n\r\n`

describe('of a request that is over it is told', () => {
  test.each([
    ['what a handler said', 'POST /x?a=%20b', { status: 500, reason: 'VM 100 is not running' }],
    ['that nothing answers it', 'GET /else', { status: 404, reason: 'Not Found' }],
    ['that a handler has failed', 'GET /fails', { status: 500, reason: 'Internal Server Error' }],
    ['that its method is none', 'TRACE /x', { status: 501, reason: 'Not Implemented' }],
  ])('%s', async (_, line, answer) => {
    const port = await listen(
      http.post('*/x', () => HttpResponse.text('', { status: 500, statusText: 'VM 100 is not running' })),
      http.get('*/fails', () => {
        throw new Error('this is a defect')
      }),
    )
    await exchange(port, request(line))
    await over(1)
    const [method, path] = line.split(' ')
    expect(told).toEqual([{ method, path, answer }])
  })

  test('that there was no answer', async () => {
    const port = await listen(http.get('*/gone', () => HttpResponse.error()))
    await exchange(port, request('GET /gone'))
    await over(1)
    expect(told).toEqual([{ method: 'GET', path: '/gone', answer: undefined }])
  })

  test('as soon as its client goes, though the handler has not finished', async () => {
    let arrived = () => {}
    const arrival = new Promise<void>(resolve => {
      arrived = resolve
    })
    const port = await listen(
      http.get('*/wait', () => {
        arrived()
        return new Promise<Response>(() => {})
      }),
    )
    const wire = await dial(port)
    wire.write(request('GET /wait'))
    await arrival
    expect(told).toEqual([])
    wire.leave()
    await over(1)
    expect(told).toEqual([{ method: 'GET', path: '/wait', answer: undefined }])
  })
})

test('of several on one connection each is told of, in their order', async () => {
  const port = await listen(http.get('*/x', () => HttpResponse.text('')))
  const wire = await dial(port)
  wire.write('GET /x?1 HTTP/1.1\r\nHost: vm\r\n\r\nGET /x?2 HTTP/1.1\r\nHost: vm\r\n\r\n')
  await over(2)
  const answer = { status: 200, reason: 'OK' }
  expect(told).toEqual([1, 2].map(number => ({ method: 'GET', path: `/x?${number}`, answer })))
  wire.leave()
})

test('a watch is over when it ends', async () => {
  let end = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      end = () => controller.close()
    },
  })
  const port = await listen(http.get('*/watch', () => new Response(body)))
  const wire = await dial(port)
  wire.write(request('GET /watch'))
  await wire.until(/\r\n\r\n/)
  expect(told).toEqual([])
  end()
  await wire.end()
  await over(1)
  expect(told).toEqual([{ method: 'GET', path: '/watch', answer: { status: 200, reason: 'OK' } }])
})
