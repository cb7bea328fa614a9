import { describe, expect, test } from 'vitest'
import { ask, failure } from '../ask.js'
import { one } from './cluster.js'

const RESOURCES = [
  {
    name: 'virtualmachineinstances',
    singularName: 'virtualmachineinstance',
    namespaced: true,
    kind: 'VirtualMachineInstance',
    verbs: ['delete', 'get', 'list', 'watch'],
    shortNames: ['vmi', 'vmis'],
    categories: ['all'],
  },
  {
    name: 'virtualmachines',
    singularName: 'virtualmachine',
    namespaced: true,
    kind: 'VirtualMachine',
    verbs: ['get', 'list', 'watch'],
    shortNames: ['vm', 'vms'],
    categories: ['all'],
  },
  { name: 'virtualmachines/status', singularName: '', namespaced: true, kind: 'VirtualMachine', verbs: ['get'] },
]

const group = (name: string, ...versions: string[]) => {
  const all = versions.map(version => ({ groupVersion: `${name}/${version}`, version }))
  return { name, versions: all, preferredVersion: all[0] }
}
const KUBEVIRT = group('kubevirt.io', 'v1', 'v1alpha3')
const SUBRESOURCES = group('subresources.kubevirt.io', 'v1', 'v1alpha3')

describe('the server tells of itself', () => {
  test.each<[string, unknown]>([
    [
      '/api',
      {
        kind: 'APIVersions',
        versions: ['v1'],
        serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: 'kubernetes.example:6443' }],
      },
    ],
    [
      '/apis',
      { kind: 'APIGroupList', apiVersion: 'v1', groups: [group('authorization.k8s.io', 'v1'), KUBEVIRT, SUBRESOURCES] },
    ],
    [
      '/apis/',
      { kind: 'APIGroupList', apiVersion: 'v1', groups: [group('authorization.k8s.io', 'v1'), KUBEVIRT, SUBRESOURCES] },
    ],
    ['/apis/kubevirt.io', { kind: 'APIGroup', apiVersion: 'v1', ...KUBEVIRT }],
    ['/apis/subresources.kubevirt.io', { kind: 'APIGroup', apiVersion: 'v1', ...SUBRESOURCES }],
    [
      '/apis/kubevirt.io/v1',
      { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: 'kubevirt.io/v1', resources: RESOURCES },
    ],
    [
      '/apis/kubevirt.io/v1alpha3',
      { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: 'kubevirt.io/v1alpha3', resources: RESOURCES },
    ],
    [
      '/api/v1',
      {
        kind: 'APIResourceList',
        groupVersion: 'v1',
        resources: [
          ['namespaces', 'namespace', 'Namespace', 'ns'],
          ['nodes', 'node', 'Node', 'no'],
        ].flatMap(([name, singularName, kind, short]) => [
          { name, singularName, namespaced: false, kind, verbs: ['get', 'list', 'watch'], shortNames: [short] },
          { name: `${name}/status`, singularName: '', namespaced: false, kind, verbs: ['get'] },
        ]),
      },
    ],
    [
      '/apis/authorization.k8s.io/v1',
      {
        kind: 'APIResourceList',
        apiVersion: 'v1',
        groupVersion: 'authorization.k8s.io/v1',
        resources: [
          {
            name: 'selfsubjectaccessreviews',
            singularName: 'selfsubjectaccessreview',
            namespaced: false,
            kind: 'SelfSubjectAccessReview',
            verbs: ['create'],
          },
        ],
      },
    ],
    [
      '/version',
      {
        major: '1',
        minor: '32',
        gitVersion: 'v1.32.5',
        gitCommit: '26aa2d5b2c574b78bf050e5d320fa70400000000',
        gitTreeState: 'clean',
        buildDate: '2025-05-15T00:00:00Z',
        goVersion: 'go1.23.8',
        compiler: 'gc',
        platform: 'linux/amd64',
      },
    ],
  ])('at %s', async (path, body) => {
    const { service } = await one()
    expect(await ask(service, 'GET', path)).toMatchObject({ status: 200, reason: 'OK', type: 'application/json', body })
  })

  test('at the group of subresources, which have neither kinds nor verbs', async () => {
    const { service } = await one()
    const { body } = await ask(service, 'GET', '/apis/subresources.kubevirt.io/v1')
    const of = (name: string) => ({ name, singularName: '', namespaced: true, kind: '', verbs: null })
    expect(body).toMatchObject({ kind: 'APIResourceList', groupVersion: 'subresources.kubevirt.io/v1' })
    const { resources } = body as { resources: unknown[] }
    expect(resources).toEqual(
      expect.arrayContaining(['start', 'stop', 'restart'].map(it => of(`virtualmachines/${it}`))),
    )
    expect(resources).toContainEqual(of('virtualmachineinstances/guestosinfo'))
  })

  test.each(['/healthz', '/livez', '/readyz', '/readyz/ping'])('as healthy at %s', async path => {
    const { service } = await one()
    expect(await ask(service, 'GET', path)).toMatchObject({
      status: 200,
      type: 'text/plain; charset=utf-8',
      text: 'ok',
    })
  })

  test('virt-api tells of the version of KubeVirt, and of its health', async () => {
    const { service } = await one({ version: 'v1.5.0' })
    const version = await ask(service, 'GET', '/apis/subresources.kubevirt.io/v1/version')
    expect(version.body).toMatchObject({ gitVersion: 'v1.5.0' })
    expect(version.text).toMatch(/^\{\n {2}"gitVersion": "v1.5.0",\n(?: {2}.*\n)* }$/)
    const health = await ask(service, 'GET', '/apis/subresources.kubevirt.io/v1/healthz')
    expect(health.body).toEqual({ apiserver: { connectivity: 'ok' } })
  })

  test('with the headers of every answer, different for each', async () => {
    const { service } = await one()
    const first = await ask(service, 'GET', '/version')
    const second = await ask(service, 'GET', '/nowhere')
    expect(first.headers.get('cache-control')).toBe('no-cache, private')
    expect(first.headers.get('audit-id')).not.toBe(second.headers.get('audit-id'))
    expect(first.headers.get('x-kubernetes-pf-flowschema-uid')).toBe(
      second.headers.get('x-kubernetes-pf-flowschema-uid'),
    )
  })

  test('indented for people', async () => {
    const { service } = await one()
    const indented = await ask(service, 'GET', '/apis/kubevirt.io', { headers: { 'user-agent': 'curl/8.5.0' } })
    expect(indented.text.split('\n').slice(0, 3)).toEqual(['{', '  "kind": "APIGroup",', '  "apiVersion": "v1",'])
    expect((await ask(service, 'GET', '/apis/kubevirt.io?pretty=true')).text).toBe(indented.text)
    const plain = await ask(service, 'GET', '/apis/kubevirt.io?pretty=false', {
      headers: { 'user-agent': 'curl/8.5.0' },
    })
    expect(plain.text.split('\n')).toHaveLength(2)
  })

  test('without a body to HEAD', async () => {
    const { service } = await one()
    expect(await ask(service, 'HEAD', '/healthz').catch(error => error)).toMatchObject({ status: 200 })
  })
})

describe('what is served nowhere', () => {
  test.each([
    '/nope',
    '/k8s/clusters/c-1/version',
    '/openapi/v2',
    '/api/v2',
    '/api/v1/pods',
    '/apis/apps/v1',
    '/apis/apps/v1/deployments',
    '/apis/kubevirt.io/v2/virtualmachineinstances',
    '/apis/kubevirt.io/v1/migrations',
    '/healthz/nope',
    '/apis/subresources.kubevirt.io/v2/version',
  ])('%s is not found, in plain text', async path => {
    const { service } = await one()
    expect(await ask(service, 'GET', path)).toMatchObject({
      status: 404,
      reason: 'Not Found',
      type: 'text/plain; charset=utf-8',
      text: '404 page not found\n',
    })
  })

  test.each(['/version', '/apis', '/healthz'])('nobody writes to %s', async path => {
    const { service } = await one()
    expect(await ask(service, 'POST', path)).toMatchObject({
      status: 405,
      body: failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {}),
    })
  })
})
