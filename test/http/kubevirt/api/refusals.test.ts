import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ask, failure, OBJECTS, SUBRESOURCES } from '../ask.js'
import { ALL, one, three } from './cluster.js'

const MACHINES = OBJECTS.replace(/instances$/, 's')
const SIMULATED = 'the VMs of this cluster are those that kubevirtHandlers() was given.'
const NOT_FOUND = 'the server could not find the requested resource'

describe('what is refused', () => {
  test.each<[string, string, object]>([
    [
      'GET',
      `${OBJECTS}/nobody`,
      failure(404, 'NotFound', 'virtualmachineinstances.kubevirt.io "nobody" not found', {
        name: 'nobody',
        group: 'kubevirt.io',
        kind: 'virtualmachineinstances',
      }),
    ],
    [
      'GET',
      '/api/v1/namespaces/nowhere',
      failure(404, 'NotFound', 'namespaces "nowhere" not found', { name: 'nowhere', kind: 'namespaces' }),
    ],
    ['GET', `${OBJECTS}/web/status`, failure(404, 'NotFound', NOT_FOUND, {})],
    ['GET', `${MACHINES}/web/start`, failure(404, 'NotFound', NOT_FOUND, {})],
    ['GET', `${ALL}/web`, failure(404, 'NotFound', NOT_FOUND, {})],
    [
      'PURGE',
      OBJECTS,
      failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {}),
    ],
    ...['DELETE', 'POST', 'PUT'].map((method): [string, string, object] => [
      method,
      `${OBJECTS.replace('/v1/', '/v1/watch/')}/web`,
      failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {}),
    ]),
    [
      'POST',
      `${OBJECTS}/web`,
      failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {}),
    ],
    [
      'POST',
      OBJECTS,
      failure(
        405,
        'MethodNotAllowed',
        `mockvm does not simulate the verb "create" on virtualmachineinstances: ${SIMULATED}`,
        {},
      ),
    ],
    [
      'PUT',
      `${OBJECTS}/web`,
      failure(
        405,
        'MethodNotAllowed',
        `mockvm does not simulate the verb "update" on virtualmachineinstances: ${SIMULATED}`,
        {},
      ),
    ],
    [
      'DELETE',
      OBJECTS,
      failure(
        405,
        'MethodNotAllowed',
        `mockvm does not simulate the verb "deletecollection" on virtualmachineinstances: ${SIMULATED}`,
        {},
      ),
    ],
    [
      'DELETE',
      `${MACHINES}/web`,
      failure(
        405,
        'MethodNotAllowed',
        `mockvm does not simulate the verb "delete" on virtualmachines: ${SIMULATED} To start, stop and restart one, PUT to its subresources start, stop, restart; its strategy is Manual.`,
        {},
      ),
    ],
    [
      'DELETE',
      `${OBJECTS}/nobody`,
      failure(404, 'NotFound', 'virtualmachineinstances.kubevirt.io "nobody" not found', {
        name: 'nobody',
        group: 'kubevirt.io',
        kind: 'virtualmachineinstances',
      }),
    ],
    ['GET', `${OBJECTS}?limit=many`, failure(400, 'BadRequest', 'strconv.ParseInt: parsing "many": invalid syntax')],
    [
      'GET',
      `${OBJECTS}?fieldSelector=spec.nodeName=x`,
      failure(
        400,
        'BadRequest',
        'Unable to find "kubevirt.io/v1, Resource=virtualmachineinstances" that match label selector "", field selector "spec.nodeName=x": field label not supported: spec.nodeName',
      ),
    ],
    [
      'GET',
      `${OBJECTS}?labelSelector=a%3D%3D%3Db`,
      failure(400, 'BadRequest', "unable to parse requirement: found '=', expected: identifier"),
    ],
    [
      'GET',
      `${OBJECTS}?resourceVersion=abc`,
      failure(
        400,
        'BadRequest',
        'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
      ),
    ],
    [
      'GET',
      `${OBJECTS}?resourceVersion=99999`,
      failure(504, 'Timeout', 'Timeout: Too large resource version: 99999, current: 1004', {
        causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
        retryAfterSeconds: 1,
      }),
    ],
    [
      'GET',
      `${OBJECTS}?resourceVersion=1&resourceVersionMatch=Exact`,
      failure(410, 'Expired', 'too old resource version: 1 (1000)'),
    ],
    ['GET', `${OBJECTS}?continue=x`, failure(400, 'BadRequest', 'continue key is not valid')],
    [
      'GET',
      `${OBJECTS}?resourceVersionMatch=Exact`,
      failure(
        422,
        'Invalid',
        'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
        {
          group: 'meta.k8s.io',
          kind: 'ListOptions',
          causes: [
            {
              reason: 'FieldValueForbidden',
              message: 'Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
              field: 'resourceVersionMatch',
            },
          ],
        },
      ),
    ],
  ])('%s %s', async (method, path, body) => {
    const { service } = await one()
    const answer = await ask(service, method, path)
    expect(answer).toMatchObject({ status: (body as { code: number }).code, type: 'application/json' })
    expect(JSON.parse(answer.text.replace('current: 1005', 'current: 1004'))).toEqual(body)
    expect(answer.text.endsWith('}\n')).toBe(true)
  })

  test('a form that nobody writes', async () => {
    const { service } = await one()
    for (const path of [OBJECTS, '/version', '/apis']) {
      expect(await ask(service, 'GET', path, { headers: { accept: 'text/html, application/json;q=0' } })).toMatchObject(
        {
          status: 406,
          reason: 'Not Acceptable',
          body: failure(406, 'NotAcceptable', 'only the following media types are accepted: application/json'),
        },
      )
    }
  })

  test.each([
    ['POST', OBJECTS, 'text/plain', 'application/json, application/yaml'],
    [
      'PATCH',
      `${OBJECTS}/web`,
      'application/json',
      'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    ],
  ])('%s with a body of an unknown format', async (method, path, type, accepted) => {
    const { service } = await one()
    expect(await ask(service, method, path, { text: '{}', headers: { 'content-type': type } })).toMatchObject({
      status: 415,
      reason: 'Unsupported Media Type',
      body: failure(
        415,
        'UnsupportedMediaType',
        `the body of the request was in an unknown format - accepted media types include: ${accepted}`,
      ),
    })
  })

  test('a patch, in so many words', async () => {
    const { service } = await one()
    const headers = { 'content-type': 'application/merge-patch+json' }
    const { status, body } = await ask(service, 'PATCH', `${MACHINES}/web`, { text: '{}', headers })
    expect([status, (body as { message: string }).message]).toEqual([
      405,
      `mockvm does not simulate the verb "patch" on virtualmachines: ${SIMULATED} To start, stop and restart one, PUT to its subresources start, stop, restart; its strategy is Manual.`,
    ])
  })

  test('what is below an object and is unknown to virt-api', async () => {
    const { service } = await one()
    for (const path of [`${SUBRESOURCES}/web/nope`, `${SUBRESOURCES}/web`, '/apis/subresources.kubevirt.io/v1/nope']) {
      expect(await ask(service, 'GET', path)).toMatchObject({ status: 404, text: '404: Page Not Found' })
    }
    expect(await ask(service, 'PUT', `${SUBRESOURCES}/web/guestosinfo`)).toMatchObject({
      status: 405,
      text: '405: Method Not Allowed',
    })
  })

  test('everything of a VM that is closed, and nothing of the others', async () => {
    const { service, db } = await three()
    await db.close()
    const why = 'mockvm: the VM behind default/db is closed. Make handlers without it.'
    const closed = failure(500, 'InternalError', `Internal error occurred: ${why}`, { causes: [{ message: why }] })
    for (const path of [`${OBJECTS}/db`, OBJECTS, ALL, `${SUBRESOURCES}/db/guestosinfo`]) {
      expect((await ask(service, 'GET', path)).body).toEqual(closed)
    }
    expect((await ask(service, 'GET', `${OBJECTS}/web`)).status).toBe(200)
    expect((await ask(service, 'GET', OBJECTS.replace('default', 'test'))).status).toBe(200)
  })

  test('any request is answered, and none with a fault of our own', async () => {
    const { service } = await one()
    const segment = fc.oneof(
      fc.constantFrom('apis', 'api', 'v1', 'kubevirt.io', 'subresources.kubevirt.io', 'namespaces', 'default', 'watch'),
      fc.constantFrom('virtualmachineinstances', 'virtualmachines', 'web', 'start', 'nodes', '%', '%ff', ''),
      fc.string({ maxLength: 5 }).map(text => encodeURIComponent(text.toWellFormed())),
    )
    const key = fc.constantFrom(
      'limit',
      'labelSelector',
      'fieldSelector',
      'resourceVersion',
      'continue',
      'sendInitialEvents',
    )
    const word = fc.constantFrom('constructor', 'toString=1', '__proto__', '!valueOf', 'metadata.name=web')
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
        fc.array(segment, { maxLength: 8 }),
        fc.array(fc.tuple(key, fc.oneof(word, fc.string({ maxLength: 6 }))), { maxLength: 2 }),
        async (method, segments, query) => {
          const search = new URLSearchParams(
            query.map(([name, value]): [string, string] => [name, value.toWellFormed()]),
          )
          const { status, text } = await ask(service, method, `/${segments.join('/')}?${search}`)
          expect(status === 500 && text.includes('mockvm')).toBe(false)
        },
      ),
      { numRuns: 300 },
    )
  })
})
