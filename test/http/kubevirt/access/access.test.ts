import { describe, expect, test } from 'vitest'
import type { KubevirtOptions } from '../../../../src/http/kubevirt/options.js'
import { one } from '../api/cluster.js'
import { ask, failure, OBJECTS, SUBRESOURCES, send } from '../ask.js'

const VMI = 'virtualmachineinstances'
const ALL = '/apis/kubevirt.io/v1/virtualmachineinstances'

const users: KubevirtOptions['users'] = {
  nobody: { token: 'n' },
  viewer: { token: 'v', rules: [{ verbs: ['get', 'list', 'watch'], resources: [VMI], namespaces: ['default'] }] },
  'system:serviceaccount:default:backup': {
    token: 'b',
    rules: [
      { verbs: ['update'], resources: ['*/freeze', `${VMI}/unfreeze`] },
      { verbs: ['get', 'list'], resources: [VMI], resourceNames: ['web'] },
    ],
  },
  watcher: { token: 'w', rules: [{ verbs: ['watch'], resources: [VMI] }] },
  grouped: {
    token: 'g',
    rules: [
      { verbs: ['*'], apiGroups: ['kubevirt.io'], resources: ['*'] },
      { verbs: ['*'], apiGroups: [''], resources: ['nodes'] },
    ],
  },
  admin: { token: 'a', rules: [{ verbs: ['*'], resources: ['*'] }] },
}

const DENIED = { group: 'kubevirt.io', kind: VMI }

describe('without users', () => {
  test.each([undefined, 'anything'])('everything is allowed with the token %s', async token => {
    const { service } = await one()
    expect((await ask(service, 'GET', ALL, token === undefined ? {} : { token })).status).toBe(200)
  })
})

describe('with users', () => {
  test.each([
    ['a wrong token', { token: 'x' }],
    ['other credentials', { headers: { authorization: 'Basic dTpw' } }],
  ])('%s is refused', async (_, options) => {
    const { service } = await one({ users })
    for (const path of [ALL, '/version', '/nowhere', `${SUBRESOURCES}/web/guestosinfo`]) {
      expect(await ask(service, 'GET', path, options)).toMatchObject({
        status: 401,
        reason: 'Unauthorized',
        body: failure(401, 'Unauthorized', 'Unauthorized'),
      })
    }
  })

  test('without credentials only little can be read', async () => {
    const { service } = await one({ users })
    for (const path of ['/version', '/healthz', '/livez', '/readyz']) {
      expect((await ask(service, 'GET', path)).status).toBe(200)
    }
    expect((await ask(service, 'GET', '/apis')).body).toEqual(
      failure(403, 'Forbidden', 'forbidden: User "system:anonymous" cannot get path "/apis"', {}),
    )
    expect((await ask(service, 'GET', ALL)).body).toEqual(
      failure(
        403,
        'Forbidden',
        `${VMI}.kubevirt.io is forbidden: User "system:anonymous" cannot list resource "${VMI}" in API group "kubevirt.io" at the cluster scope`,
        DENIED,
      ),
    )
  })

  test.each([
    ['n', 'GET', '/apis', 200],
    ['n', 'GET', '/apis/subresources.kubevirt.io/v1/version', 200],
    ['n', 'POST', '/apis', 403],
    ['n', 'GET', '/nowhere', 403],
    ['n', 'GET', OBJECTS, 403],
    ['v', 'GET', OBJECTS, 200],
    ['v', 'GET', `${OBJECTS}/web`, 200],
    ['v', 'GET', ALL, 403],
    ['v', 'GET', OBJECTS.replace('default', 'test'), 403],
    ['v', 'DELETE', `${OBJECTS}/web`, 403],
    ['v', 'GET', `${SUBRESOURCES}/web/guestosinfo`, 403],
    ['b', 'GET', `${OBJECTS}/web`, 200],
    ['b', 'GET', `${OBJECTS}/other`, 403],
    ['b', 'GET', OBJECTS, 403],
    ['b', 'GET', `${OBJECTS}?fieldSelector=metadata.name%3Dweb`, 200],
    ['b', 'GET', `${OBJECTS}?watch=true&fieldSelector=metadata.name%3Dweb`, 403],
    ['b', 'PUT', `${SUBRESOURCES}/web/unfreeze`, 200],
    ['b', 'PUT', `${SUBRESOURCES}/web/pause`, 403],
    ['w', 'GET', `${OBJECTS}?watch=True`, 200],
    ['w', 'GET', `${OBJECTS}?watch=False`, 403],
    ['w', 'GET', `${OBJECTS}?watch=0`, 403],
    ['w', 'GET', OBJECTS, 403],
    ['w', 'GET', `${OBJECTS.replace('/v1/', '/v1/watch/')}/web`, 200],
    ['g', 'GET', OBJECTS, 200],
    ['g', 'GET', `${SUBRESOURCES}/web/guestosinfo`, 403],
    ['g', 'GET', '/api/v1/nodes', 200],
    ['g', 'GET', '/api/v1/namespaces', 403],
    ['a', 'GET', ALL, 200],
    ['a', 'GET', '/nowhere', 403],
    ['a', 'PUT', `${SUBRESOURCES}/web/pause`, 200],
  ])('the token %s may %s %s or not: %i', async (token, method, path, status) => {
    const { service } = await one({ users })
    expect((await send(service, method, path, { token })).status).toBe(status)
  })

  test('who is refused is told who did what to what', async () => {
    const { service } = await one({ users })
    const { body } = await ask(service, 'GET', `${SUBRESOURCES}/web/guestosinfo`, { token: 'b' })
    expect(body).toEqual(
      failure(
        403,
        'Forbidden',
        `${VMI}.subresources.kubevirt.io "web" is forbidden: User "system:serviceaccount:default:backup" cannot get resource "${VMI}/guestosinfo" in API group "subresources.kubevirt.io" in the namespace "default"`,
        { name: 'web', group: 'subresources.kubevirt.io', kind: VMI },
      ),
    )
  })
})

describe('kubectl auth can-i', () => {
  const PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
  const allowed = async (token: string, spec: object) => {
    const { service } = await one({ users })
    const { status, body } = await ask(service, 'POST', PATH, { token, json: { spec } })
    return [status, (body as { status?: { allowed: boolean } }).status?.allowed]
  }
  const get = { verb: 'get', group: 'kubevirt.io', resource: VMI, namespace: 'default' }

  test('answers whole', async () => {
    const { service } = await one({ users })
    const { body } = await ask(service, 'POST', PATH, { token: 'v', json: { spec: { resourceAttributes: get } } })
    expect(body).toEqual({
      kind: 'SelfSubjectAccessReview',
      apiVersion: 'authorization.k8s.io/v1',
      metadata: { creationTimestamp: null },
      spec: { resourceAttributes: get },
      status: { allowed: true },
    })
  })

  test('is what the rules say', async () => {
    expect(await allowed('v', { resourceAttributes: { ...get, verb: 'delete' } })).toEqual([201, false])
    expect(await allowed('b', { resourceAttributes: { ...get, verb: 'update', subresource: 'freeze' } })).toEqual([
      201,
      true,
    ])
    expect(await allowed('n', { nonResourceAttributes: { verb: 'get', path: '/apis' } })).toEqual([201, true])
    expect(await allowed('n', { nonResourceAttributes: { verb: 'get', path: '/metrics' } })).toEqual([201, false])
  })

  test('reads YAML, and nothing that nobody knows', async () => {
    const { service } = await one({ users })
    const review = (text: string, type: string) =>
      ask(service, 'POST', PATH, { token: 'n', text, headers: { 'content-type': type } })
    const yaml = await review('spec:\n  nonResourceAttributes: {path: /apis, verb: get}\n', 'application/yaml')
    expect([yaml.status, (yaml.body as { status: object }).status]).toEqual([201, { allowed: true }])
    expect((await review('{}', 'text/plain')).body).toEqual(
      failure(
        415,
        'UnsupportedMediaType',
        'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
      ),
    )
  })

  test('refuses what is no question', async () => {
    const { service } = await one({ users })
    const none = await ask(service, 'POST', PATH, { token: 'v', json: { spec: {} } })
    expect(none.body).toEqual(
      failure(400, 'BadRequest', 'exactly one of nonResourceAttributes or resourceAttributes must be specified'),
    )
    const headers = { 'content-type': 'application/json' }
    expect((await ask(service, 'POST', PATH, { token: 'v', text: 'x', headers })).status).toBe(400)
    expect((await ask(service, 'GET', PATH, { token: 'v' })).status).toBe(405)
    expect((await ask(service, 'POST', PATH, { json: {} })).status).toBe(403)
  })
})
