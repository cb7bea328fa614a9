import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { one } from '../api/cluster.js'
import { failure } from '../ask.js'

const VMI = 'virtualmachineinstances'
const PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
const users = { viewer: { token: 'v', rules: [{ verbs: ['get'], resources: [VMI], namespaces: ['default'] }] } }

async function sent(body: Uint8Array) {
  const { service } = await one({ users })
  const headers = { 'content-type': 'application/vnd.kubernetes.protobuf', authorization: 'Bearer v' }
  const request = new Request(`https://kubernetes.example${PATH}`, { method: 'POST', headers, body })
  const response = await service.respond(request)
  return [response.status, await response.json()]
}

const review = (...message: Uint8Array[]) => sent(Buffer.concat([Buffer.from('k8s\0'), ...message]))

/** A member of a message. */
function member(number: number, ...values: (string | Uint8Array)[]): Uint8Array {
  const value = Buffer.concat(values.map(it => Buffer.from(it)))
  return Buffer.concat([Buffer.from([number * 8 + 2, value.length]), value])
}

const TYPE = member(1, member(1, 'authorization.k8s.io/v1'), member(2, 'SelfSubjectAccessReview'))
const asked = (spec: Uint8Array) => [TYPE, member(2, member(1), member(2, spec), member(3)), member(3), member(4)]

describe('kubectl auth can-i speaks protobuf', () => {
  test('of an object', async () => {
    const texts = ['default', 'get', 'kubevirt.io', '*', VMI, '', '']
    const attributes = texts.map((text, at) => member(at + 1, text))
    expect(await review(...asked(member(1, ...attributes)))).toEqual([
      201,
      {
        kind: 'SelfSubjectAccessReview',
        apiVersion: 'authorization.k8s.io/v1',
        metadata: { creationTimestamp: null },
        spec: {
          resourceAttributes: { namespace: 'default', verb: 'get', group: 'kubevirt.io', version: '*', resource: VMI },
        },
        status: { allowed: true },
      },
    ])
  })

  test('of a path', async () => {
    expect(await review(...asked(member(2, member(1, '/metrics'), member(2, 'get'))))).toMatchObject([
      201,
      { spec: { nonResourceAttributes: { path: '/metrics', verb: 'get' } }, status: { allowed: false } },
    ])
  })

  test('with members that are no texts, which are passed over', async () => {
    const number = Buffer.from([9 * 8, 200, 1])
    const wide = Buffer.from([10 * 8 + 1, ...Array(8).fill(0)])
    const narrow = Buffer.from([11 * 8 + 5, ...Array(4).fill(0)])
    const attributes = [number, wide, narrow, member(1, '/version'), member(2, 'get')]
    expect(await review(...asked(member(2, ...attributes)))).toMatchObject([201, { status: { allowed: true } }])
  })

  test.each<[string, Uint8Array]>([
    ['nothing', Buffer.alloc(0)],
    ['no object', Buffer.from('{}')],
    ['no message', Buffer.from('k8s\0')],
    ['a message that is cut off', Buffer.from('k8s\0\x12\x7fabc', 'latin1')],
    ['a number that is cut off', Buffer.from('k8s\0\xff', 'latin1')],
    ['a wire type that there is not', Buffer.from('k8s\0\x17', 'latin1')],
    ['a review without a spec', Buffer.concat([Buffer.from('k8s\0'), TYPE, member(2, member(1))])],
  ])('but not with %s', async (_, body) => {
    const why = 'the object provided is unrecognized: no SelfSubjectAccessReview with a spec'
    expect(await sent(body)).toEqual([400, failure(400, 'BadRequest', why)])
  })

  test('and anything else is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 30 }), async bytes => {
        expect((await review(bytes))[0]).toBe(400)
      }),
    )
  })
})
