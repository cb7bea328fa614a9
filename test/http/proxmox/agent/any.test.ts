import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agentCalls } from '../../../../src/http/proxmox/agent/calls.js'
import type { Answer } from '../ask.js'
import { asked, hostOf } from './agent.js'

/** What Proxmox VE has: nothing else comes out, and nothing of ours. */
function expectOneOfTheirs(call: string, { status, body }: Answer): void {
  expect([200, 400, 500, 596]).toContain(status)
  // That of a proxy that gives up has none.
  if (status === 596) expect(body).toBeUndefined()
  else if (status === 200) expect(body).toEqual({ data: call in DATA ? DATA[call] : { result: body.data.result } })
  else
    expect(body).toEqual({
      data: null,
      message: expect.not.stringMatching(/^mockvm:/),
      ...(status === 400 && { errors: expect.anything() }),
    })
}

/** Of the calls that don't pass on what the agent gives; nothing that JSON has no number for becomes null there. */
const DATA: Readonly<Record<string, unknown>> = {
  'GET ': expect.any(Array),
  'POST exec': expect.anything(),
  'GET exec-status': expect.any(Object),
  'GET file-read': expect.objectContaining({ content: expect.any(String), 'bytes-read': expect.any(Number) }),
  'POST file-write': null,
}

const call = fc.constantFrom(
  ...agentCalls.map(({ method, path }) => ({ method, name: path.replace(/^.*agent\/?/, '') })),
)

const GIVEN: Readonly<Record<string, object>> = {
  exec: { command: ['true'] },
  'exec-status': { pid: 1 },
  'file-read': { file: '/etc/hostname', offset: 1 },
  'file-write': { file: '/tmp/x', content: 'x' },
  'set-user-password': { username: 'root', password: 'secret' },
}

const STRANGE = { toString: 1, valueOf: 1 }

/** Of what to read, which has to come to an end, and of what has no text. */
const EXAMPLES: [{ method: string; name: string }, unknown][] = [
  ...[-1, 0, 0.5, 'x', { a: 1 }, STRANGE].map(count => ({ count, eof: false })),
  ...[-1, 'x', STRANGE].map(count => ({ count, eof: true })),
  { count: 1, 'buf-b64': 'QQ==', eof: false },
  { count: 1, 'buf-b64': STRANGE, eof: true },
  { error: { desc: STRANGE } },
  { error: STRANGE },
].flatMap(returned => [
  [{ method: 'GET', name: 'file-read' }, returned],
  [{ method: 'POST', name: 'exec' }, returned],
])

test('whatever an agent returns is an answer', async () => {
  const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  const plain = fc.oneof(fc.constant(null), fc.boolean(), integer, fc.string())
  const names = [
    'error',
    'desc',
    'out-data',
    'buf-b64',
    'count',
    'eof',
    'exited',
    '__proto__',
    'toString',
    'valueOf',
    'x',
  ]
  const name = fc.constantFrom(...names)
  const value = fc.letrec(tie => ({
    any: fc.oneof(plain, fc.array(tie('any'), { maxLength: 3 }), fc.dictionary(name, tie('any'), { maxKeys: 4 })),
  })).any
  await fc.assert(
    fc.asyncProperty(call, value, async ({ method, name }, returned) => {
      const { vm, ask } = await hostOf()
      vm.faults.add({
        on: ['guest-exec*', 'guest-f*', 'guest-get-*', 'guest-info', 'guest-network-*', 'guest-set-*', 'guest-su*'],
        return: returned as never,
      })
      const params = GIVEN[name] as Record<string, string> | undefined
      expectOneOfTheirs(`${method} ${name}`, await ask(method, name, params && { params }))
    }),
    { numRuns: 60, examples: EXAMPLES },
  )
})

test('whatever is given to a call is answered, and asks the agent for nothing if it is refused', async () => {
  const { vm, ask } = await hostOf()
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('0', '1', '-1', '100', '/etc/motd', 'ping'),
  )
  const names = ['command', 'input-data', 'pid', 'file', 'offset', 'count', 'decode', 'content', 'encode', 'username']
  const given = fc.oneof(text, fc.array(text, { minLength: 2, maxLength: 3 }))
  const params = fc.dictionary(fc.constantFrom(...names, 'password', 'crypted', 'node', 'x'), given, { maxKeys: 4 })
  const harmless = call.filter(({ name }) => !/^(shutdown|suspend|fsfreeze)/.test(name))
  await fc.assert(
    fc.asyncProperty(harmless, params, fc.boolean(), async ({ method, name }, some, isJson) => {
      const before = asked(vm).length
      const answer = await ask(method, name, isJson && method === 'POST' ? { json: some } : { params: some })
      expectOneOfTheirs(`${method} ${name}`, answer)
      if (answer.status === 400) expect(asked(vm)).toHaveLength(before)
    }),
    { numRuns: 150 },
  )
})
