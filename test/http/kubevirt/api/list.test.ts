import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFieldSelector } from '../../../../src/http/kubevirt/api/field-selector.js'
import { parseLabelSelector } from '../../../../src/http/kubevirt/api/label-selector.js'
import { ApiError } from '../../../../src/http/kubevirt/api/status.js'
import { ask, failure, OBJECTS } from '../ask.js'
import { ALL, one, three } from './cluster.js'

// biome-ignore lint/suspicious/noExplicitAny: objects of any kind
type Any = any

const namesOf = ({ items }: Any) => items.map(({ metadata }: Any) => `${metadata.namespace}/${metadata.name}`)

describe('lists', () => {
  test('hold those of a namespace, or of all, in the order of their names', async () => {
    const { service } = await three()
    const here = (await ask(service, 'GET', OBJECTS)).body as Any
    expect(namesOf(here)).toEqual(['default/db', 'default/web'])
    expect(Object.keys(here)).toEqual(['apiVersion', 'items', 'kind', 'metadata'])
    expect(here).toMatchObject({
      apiVersion: 'kubevirt.io/v1',
      kind: 'VirtualMachineInstanceList',
      metadata: { continue: '' },
    })
    const all = (await ask(service, 'GET', ALL)).body as Any
    expect(namesOf(all)).toEqual(['default/db', 'default/web', 'test/web'])
    const none = (await ask(service, 'GET', OBJECTS.replace('default', 'nowhere'))).body as Any
    expect(none.items).toEqual([])
  })

  test('are the same in both versions of the group, by other names', async () => {
    const { service } = await three()
    const path = ALL.replace('/v1/', '/v1alpha3/')
    const { apiVersion, items } = (await ask(service, 'GET', path)).body as Any
    expect([apiVersion, ...items.map((it: Any) => it.apiVersion)]).toEqual(Array(4).fill('kubevirt.io/v1alpha3'))
  })

  test.each([
    ['labelSelector=app%3Dweb', ['default/web', 'test/web']],
    ['labelSelector=app%3D%3Dweb,!tier', ['test/web']],
    ['labelSelector=app+in+(db,cache)', ['default/db']],
    ['labelSelector=app!%3Dweb', ['default/db']],
    ['labelSelector=tier', ['default/web']],
    ['labelSelector=kubevirt.io/nodeName%3Dnode02', ['default/db']],
    ['fieldSelector=metadata.name%3Dweb', ['default/web', 'test/web']],
    ['fieldSelector=metadata.namespace!%3Ddefault', ['test/web']],
    ['fieldSelector=metadata.name%3Dweb,metadata.namespace%3D%3Dtest', ['test/web']],
  ])('hold what %s selects', async (query, names) => {
    const { service } = await three()
    expect(namesOf((await ask(service, 'GET', `${ALL}?${query}`)).body)).toEqual(names)
  })

  test('come page by page, as they were at the first', async () => {
    const { service, web, db } = await three()
    const first = (await ask(service, 'GET', `${ALL}?limit=1`)).body as Any
    expect(namesOf(first)).toEqual(['default/db'])
    expect(first.metadata.remainingItemCount).toBe(2)
    db.pause()
    web.pause()
    const second = (await ask(service, 'GET', `${ALL}?limit=1&continue=${first.metadata.continue}`)).body as Any
    expect(namesOf(second)).toEqual(['default/web'])
    expect(second.items[0].status.conditions.some(({ type }: Any) => type === 'Paused')).toBe(false)
    const last = (await ask(service, 'GET', `${ALL}?limit=1&continue=${second.metadata.continue}`)).body as Any
    expect([namesOf(last), last.metadata.continue]).toEqual([['test/web'], ''])
    expect([second, last].map(it => it.metadata.resourceVersion)).toEqual(Array(2).fill(first.metadata.resourceVersion))
  })

  test.each([1e300, 1.5, 99_999, -1, '1000'])('have no page at the version %j, which was never given out', async rv => {
    const { service } = await three()
    const token = Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv, start: 'default db' })).toString('base64url')
    expect((await ask(service, 'GET', `${ALL}?continue=${token}`)).body).toEqual(
      failure(400, 'BadRequest', 'continue key is not valid'),
    )
  })

  test('are as they were at a version, where exactly that one is asked for', async () => {
    const { service, vm } = await one()
    const before = (await ask(service, 'GET', ALL)).body as Any
    vm.pause()
    const version = before.metadata.resourceVersion
    expect((await ask(service, 'GET', `${ALL}?resourceVersion=${version}&resourceVersionMatch=Exact`)).body).toEqual(
      before,
    )
    expect((await ask(service, 'GET', `${ALL}?resourceVersion=${version}`)).body).not.toEqual(before)
  })

  test('of nodes and namespaces say what is true of them', async () => {
    const { service } = await three()
    const nodes = (await ask(service, 'GET', '/api/v1/nodes')).body as Any
    expect(nodes.items.map((it: Any) => it.metadata.name)).toEqual(['node01', 'node02'])
    expect(Object.keys(nodes)).toEqual(['kind', 'apiVersion', 'metadata', 'items'])
    expect(Object.keys(nodes.items[0])).toEqual(['metadata', 'spec', 'status'])
    const namespaces = (await ask(service, 'GET', '/api/v1/namespaces')).body as Any
    expect(namespaces.items.map((it: Any) => it.metadata.name)).toEqual(['default', 'test'])
    expect((await ask(service, 'GET', '/api/v1/namespaces/test')).body).toEqual({
      kind: 'Namespace',
      apiVersion: 'v1',
      metadata: {
        name: 'test',
        uid: expect.any(String),
        resourceVersion: '1002',
        creationTimestamp: '2025-12-31T23:59:00Z',
        labels: { 'kubernetes.io/metadata.name': 'test' },
      },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    })
  })
})

describe('tables', () => {
  const TABLE =
    'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json'

  test('hold the columns of KubeVirt', async () => {
    const { service } = await three()
    const { type, body } = await ask(service, 'GET', ALL, { headers: { accept: TABLE } })
    const { kind, apiVersion, columnDefinitions, rows } = body as Any
    expect([type, kind, apiVersion]).toEqual(['application/json', 'Table', 'meta.k8s.io/v1'])
    expect(columnDefinitions.map((it: Any) => [it.name, it.type, it.priority])).toEqual([
      ['Name', 'string', 0],
      ['Age', 'date', 0],
      ['Phase', 'string', 0],
      ['IP', 'string', 0],
      ['NodeName', 'string', 0],
      ['Ready', 'string', 0],
      ['Live-Migratable', 'string', 1],
      ['Paused', 'string', 1],
    ])
    expect(rows.map((it: Any) => it.cells)).toEqual([
      ['db', '60s', 'Running', null, 'node02', 'True', 'True', null],
      ['web', '60s', 'Running', null, 'node01', 'True', 'True', null],
      ['web', '60s', 'Running', null, 'node01', 'True', 'True', null],
    ])
    expect(Object.keys(rows[0].object)).toEqual(['kind', 'apiVersion', 'metadata'])
  })

  test.each([
    ['virtualmachines/web', ['web', '60s', 'Running', 'True']],
    ['virtualmachineinstances/web', ['web', '60s', 'Running', null, 'node01', 'True', 'True', null]],
  ])('of %s alone have one row', async (path, cells) => {
    const { service } = await three()
    const url = `/apis/kubevirt.io/v1/namespaces/default/${path}?includeObject=None`
    const { rows } = (await ask(service, 'GET', url, { headers: { accept: TABLE } })).body as Any
    expect(rows).toEqual([{ cells, object: null }])
  })

  test('hold whole objects for those who want them, and nothing that nobody knows', async () => {
    const { service } = await one()
    const headers = { accept: TABLE }
    const { rows } = (await ask(service, 'GET', `${OBJECTS}?includeObject=Object`, { headers })).body as Any
    expect(rows[0].object.kind).toBe('VirtualMachineInstance')
    expect((await ask(service, 'GET', `${OBJECTS}?includeObject=Half`, { headers })).body).toMatchObject({
      code: 400,
      message: 'unrecognized includeObject value: "Half"',
    })
  })

  test('tell ages by the clock of each VM', async () => {
    const { service, db } = await three()
    db.advance('1h')
    const { rows } = (await ask(service, 'GET', ALL, { headers: { accept: TABLE } })).body as Any
    expect(rows.map((it: Any) => it.cells.slice(0, 2))).toEqual([
      ['db', '61m'],
      ['web', '60s'],
      ['web', '60s'],
    ])
  })

  test('are not what those get who ask for the metadata alone', async () => {
    const { service } = await one()
    const headers = { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' }
    const { kind, items } = (await ask(service, 'GET', OBJECTS, { headers })).body as Any
    expect([kind, items[0].kind, items[0].spec]).toEqual([
      'PartialObjectMetadataList',
      'PartialObjectMetadata',
      undefined,
    ])
  })
})

describe('selectors', () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9.-]{0,4}[a-z]$/)
  const labels = fc.dictionary(label, label, { maxKeys: 4 })

  test('of labels select what they say', () => {
    fc.assert(
      fc.property(labels, label, fc.array(label, { minLength: 1, maxLength: 3 }), (all, key, values) => {
        const [value = ''] = values
        const has = (text: string) => parseLabelSelector(text)(all)
        const actual = Object.hasOwn(all, key) ? all[key] : undefined
        expect(has(`${key}=${value}`)).toBe(actual === value)
        expect(has(` ${key} == ${value} `)).toBe(actual === value)
        expect(has(`${key}!=${value}`)).toBe(actual !== value)
        expect(has(key)).toBe(actual !== undefined)
        expect(has(`!${key}`)).toBe(actual === undefined)
        expect(has(`${key} in (${values.join(', ')})`)).toBe(actual !== undefined && values.includes(actual))
        expect(has(`${key} notin (${values.join()})`)).toBe(actual === undefined || !values.includes(actual))
        expect(has(`${key},!${key}`)).toBe(false)
      }),
    )
  })

  test.each([
    ['n>3', { n: '4' }, true],
    ['n>3', { n: '3' }, false],
    ['n<3', { n: '2' }, true],
    ['n<3', {}, false],
    ['a=', { a: '' }, true],
    ['a=,b', { a: '', b: 'x' }, true],
    ['a in (,x)', { a: '' }, true],
    ['', {}, true],
    ['constructor', {}, false],
    ['!toString', {}, true],
    ['constructor', { constructor: 'x' }, true],
    ['valueOf notin (x)', {}, true],
  ])('%s', (text, all, expected) => {
    expect(parseLabelSelector(text)(all as Record<string, string>)).toBe(expected)
  })

  test.each(['constructor', 'hasOwnProperty', '__proto__'])('know no field %s', field => {
    expect(() => parseFieldSelector(`${field}=1`)).toThrow(`field label not supported: ${field}`)
  })

  test('of any text are selectors or a refusal', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[a-c=!,() <>in\\.-]*$/))
    fc.assert(
      fc.property(text, any => {
        for (const parse of [parseLabelSelector, parseFieldSelector]) {
          try {
            parse(any)
          } catch (error) {
            expect(error).toBeInstanceOf(ApiError)
          }
        }
      }),
    )
  })
})
