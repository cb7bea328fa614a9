/** The client that Kubernetes publishes for Node, as it is, against the handlers of msw. */
import {
  ApiException,
  AuthorizationV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  makeInformer,
  VersionApi,
  Watch,
} from '@kubernetes/client-node'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { kubevirtHandlers } from '../../../../src/http/msw.js'
import { createVm, type Vm } from '../../../../src/index.js'

const ORIGIN = 'https://kubernetes.example:6443'
const VMIS = { group: 'kubevirt.io', version: 'v1', namespace: 'default', plural: 'virtualmachineinstances' }
const VMI_PATH = '/apis/kubevirt.io/v1/namespaces/default/virtualmachineinstances'

// biome-ignore lint/suspicious/noExplicitAny: the client knows no shape of custom resources
type Any = any

const server = setupServer()
let vm: Vm

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(async () => {
  server.resetHandlers()
  await vm.close()
})
afterAll(() => server.close())

async function cluster(token = 'secret', users = false): Promise<KubeConfig> {
  vm = await createVm({ scenario: 'debian-12' })
  server.use(
    ...kubevirtHandlers(
      { web: vm },
      {
        origin: ORIGIN,
        ...(users && {
          users: { ci: { token: 'secret', rules: [{ verbs: ['get'], resources: ['virtualmachineinstances'] }] } },
        }),
      },
    ),
  )
  const config = new KubeConfig()
  config.loadFromOptions({
    clusters: [{ name: 'c', server: ORIGIN, skipTLSVerify: true }],
    users: [{ name: 'u', token }],
    contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
    currentContext: 'x',
  })
  return config
}

describe('the client of Kubernetes', () => {
  test('reads the version', async () => {
    const config = await cluster()
    const { gitVersion, platform } = await config.makeApiClient(VersionApi).getCode()
    expect({ gitVersion, platform }).toEqual({ gitVersion: 'v1.32.5', platform: 'linux/amd64' })
  })

  test('gets and lists instances', async () => {
    const api = (await cluster()).makeApiClient(CustomObjectsApi)
    const vmi: Any = await api.getNamespacedCustomObject({ ...VMIS, name: 'web' })
    expect({
      name: vmi.metadata.name,
      phase: vmi.status.phase,
      conditions: vmi.status.conditions.map(({ type }: Any) => type),
      os: vmi.status.guestOSInfo.id,
    }).toEqual({
      name: 'web',
      phase: 'Running',
      conditions: ['Ready', 'LiveMigratable', 'StorageLiveMigratable', 'AgentConnected'],
      os: 'debian',
    })
    const list: Any = await api.listNamespacedCustomObject(VMIS)
    expect(list.items.map((item: Any) => item.metadata.name)).toEqual(['web'])
    const everywhere: Any = await api.listClusterCustomObject({ ...VMIS, labelSelector: 'vm.kubevirt.io/name=web' })
    expect(everywhere.items).toHaveLength(1)
  })

  test('lists namespaces and nodes', async () => {
    const api = (await cluster()).makeApiClient(CoreV1Api)
    expect((await api.listNamespace()).items.map(({ metadata }) => metadata?.name)).toEqual(['default'])
    expect((await api.listNode()).items.map(({ metadata }) => metadata?.name)).toEqual(['node01'])
  })

  test('throws an ApiException with the Status of what is missing', async () => {
    const api = (await cluster()).makeApiClient(CustomObjectsApi)
    const error = await api.getNamespacedCustomObject({ ...VMIS, name: 'nobody' }).catch(it => it)
    expect(error).toBeInstanceOf(ApiException)
    expect(error.code).toBe(404)
    expect(JSON.parse(error.body)).toMatchObject({
      kind: 'Status',
      reason: 'NotFound',
      message: 'virtualmachineinstances.kubevirt.io "nobody" not found',
    })
  })

  test('is refused with a wrong token, and where its rules end', async () => {
    const stranger = (await cluster('guessed', true)).makeApiClient(CustomObjectsApi)
    expect((await stranger.listNamespacedCustomObject(VMIS).catch(it => it)).code).toBe(401)
    await vm.close()
    const api = (await cluster('secret', true)).makeApiClient(CustomObjectsApi)
    expect(await api.getNamespacedCustomObject({ ...VMIS, name: 'web' })).toMatchObject({
      kind: 'VirtualMachineInstance',
    })
    const error = await api.listNamespacedCustomObject(VMIS).catch(it => it)
    expect([error.code, JSON.parse(error.body).message]).toEqual([
      403,
      'virtualmachineinstances.kubevirt.io is forbidden: User "ci" cannot list resource "virtualmachineinstances" in API group "kubevirt.io" in the namespace "default"',
    ])
  })

  test('asks what it may do', async () => {
    const api = (await cluster('secret', true)).makeApiClient(AuthorizationV1Api)
    const ask = async (verb: string) => {
      const resourceAttributes = {
        verb,
        group: 'kubevirt.io',
        resource: 'virtualmachineinstances',
        namespace: 'default',
      }
      const { status } = await api.createSelfSubjectAccessReview({ body: { spec: { resourceAttributes } } })
      return status?.allowed
    }
    expect([await ask('get'), await ask('delete')]).toEqual([true, false])
  })

  test('watches', async () => {
    const config = await cluster()
    const seen: string[] = []
    let tell = () => {}
    const watch = new Watch(config)
    const ended = new Promise<void>(resolve => {
      watch.watch(
        VMI_PATH,
        { timeoutSeconds: 60 },
        (type, object) => {
          seen.push(`${type} ${object.status.conditions.map((it: Any) => it.type).join()}`)
          tell()
        },
        () => resolve(),
      )
    })
    const until = (count: number) =>
      new Promise<void>(resolve => {
        tell = () => {
          if (seen.length >= count) resolve()
        }
        tell()
      })
    await until(1)
    vm.pause()
    await until(2)
    vm.advance('2m')
    await ended
    const common = 'Ready,LiveMigratable,StorageLiveMigratable,AgentConnected'
    expect(seen).toEqual([`ADDED ${common}`, `MODIFIED ${common},Paused`])
  })

  test('keeps an informer up to date', async () => {
    const config = await cluster()
    const api = config.makeApiClient(CustomObjectsApi)
    const list = () => api.listNamespacedCustomObject(VMIS) as Promise<KubernetesListObject<KubernetesObject>>
    const informer = makeInformer(config, VMI_PATH, list)
    const next = (event: 'add' | 'update' | 'delete' | 'connect') =>
      new Promise<Any>(resolve => {
        const once = (object: Any) => {
          ;(informer as Any).off(event, once)
          resolve(object)
        }
        ;(informer as Any).on(event, once)
      })
    const added = next('add')
    const connected = next('connect')
    await informer.start()
    expect((await added).metadata.name).toBe('web')
    await connected
    const updated = next('update')
    vm.pause()
    expect((await updated).status.conditions.at(-1)).toMatchObject({ type: 'Paused', reason: 'PausedByUser' })
    const deleted = next('delete')
    vm.resume()
    await api.deleteNamespacedCustomObject({ ...VMIS, name: 'web' })
    vm.advance('1m')
    expect((await deleted).status.phase).toBe('Succeeded')
    expect(informer.list()).toEqual([])
    await informer.stop()
    // msw does not tell that a client of node:http has hung up: what it watched ends with its time, or with the VM.
    await vm.close()
    expect(vm.guest.clock.nextDue()).toBe(undefined)
  })

  test('reads and calls subresources with what its configuration gives to fetch', async () => {
    const config = await cluster()
    const url = `${ORIGIN}/apis/subresources.kubevirt.io/v1/namespaces/default/virtualmachineinstances/web`
    const options: Any = await config.applyToFetchOptions({})
    const headers = { authorization: options.headers.get('authorization') }
    const info = await fetch(`${url}/guestosinfo`, { headers })
    expect([info.status, ((await info.json()) as Any).os.id]).toEqual([200, 'debian'])
    const paused = await fetch(`${url}/pause`, { method: 'PUT', headers })
    expect([paused.status, await paused.text(), vm.status]).toEqual([200, '', 'paused'])
  })
})
