import { HttpResponse, http } from 'msw'
import { afterEach, expect, test } from 'vitest'
import { listenHttp } from '../../../src/http/msw.js'
import { createVm, type Vm } from '../../../src/vm.js'

const handlers = [http.get('*', () => HttpResponse.text(''))]

let vm: Vm | undefined
afterEach(() => vm?.close())

/** What somebody gets who does not look at types. */
async function refusal(given: unknown, options?: unknown): Promise<unknown> {
  return listenHttp(given as typeof handlers, options as undefined).then(
    server => server.close().then(() => 'it listens'),
    error => error,
  )
}

const A_LIST = 'expected a list of request handlers, such as that of proxmoxHandlers(vm), got'
const SPREAD = 'a list. Spread it: [...proxmoxHandlers(vm), …]'

test.each([
  [undefined, `${A_LIST} nothing`],
  [null, `${A_LIST} null`],
  [{}, `${A_LIST} an empty map`],
  [handlers[0], `${A_LIST} a map`],
  [[], `${A_LIST} an empty list`],
  [[...handlers, 1], 'expected handlers[1] to be a request handler of msw, got 1'],
  [[undefined], 'expected handlers[0] to be a request handler of msw, got nothing'],
  [[handlers], `expected handlers[0] to be a request handler of msw, got ${SPREAD}`],
])('handlers that are none are refused: %j', async (given, message) => {
  expect(await refusal(given)).toEqual(new TypeError(`listenHttp: ${message}`))
})

test('a VM is no list of handlers', async () => {
  vm = await createVm()
  expect(await refusal(vm)).toEqual(new TypeError(`listenHttp: ${A_LIST} a VM`))
})

const OPTIONS = 'expected the options host, port, tls, onExchange, got'
const HOST = 'expected host to be an address or the name of a host, such as "127.0.0.1", got'
const PORT = 'expected port to be an integer from 0 to 65535, got'
const TLS = 'expected tls to be true, or { cert, key } in PEM, got'

test.each([
  [null, 'expected options such as { port: 8006 }, got null'],
  [8006, 'expected options such as { port: 8006 }, got 8006'],
  [{ https: true }, `${OPTIONS} "https".`],
  [{ prot: 8006 }, `${OPTIONS} "prot". Did you mean "port"?`],
  [{ tlz: true }, `${OPTIONS} "tlz". Did you mean "tls"?`],
  [{ host: '' }, `${HOST} ""`],
  [{ host: ' ' }, `${HOST} " "`],
  [{ host: null }, `${HOST} null`],
  [{ host: 5 }, `${HOST} 5`],
  [{ port: '8006' }, `${PORT} "8006"`],
  [{ port: 65_536 }, `${PORT} 65536`],
  [{ port: 80.5 }, `${PORT} 80.5`],
  [{ port: -1 }, `${PORT} -1`],
  [{ tls: 'yes' }, `${TLS} "yes"`],
  [{ tls: null }, `${TLS} null`],
  [{ tls: {} }, 'tls.cert: expected a certificate in PEM'],
  [{ tls: { cert: 'x', key: 'y' } }, 'tls.cert: expected a certificate in PEM'],
  [{ onExchange: true }, 'expected onExchange to be a function, got true'],
])('options that are none are refused: %j', async (options, message) => {
  expect(await refusal(handlers, options)).toEqual(new TypeError(`listenHttp: ${message}`))
})

test('options that are undefined are as if they were not there', async () => {
  const options = { host: undefined, port: undefined, tls: undefined, onExchange: undefined }
  expect(await refusal(handlers, options)).toBe('it listens')
})
