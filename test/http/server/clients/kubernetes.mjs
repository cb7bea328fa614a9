// @kubernetes/client-node as its users have it, against the server whose URL is the first argument and whose certificate
// is the second.
import { readFileSync } from 'node:fs'
import { get } from 'node:https'
import { json } from 'node:stream/consumers'
import { CoreV1Api, CustomObjectsApi, KubeConfig, VersionApi, Watch } from '@kubernetes/client-node'

const [, , server, certificate] = process.argv
const config = new KubeConfig()
config.loadFromOptions({
  clusters: [{ name: 'mockvm', server, caData: readFileSync(certificate).toString('base64') }],
  users: [{ name: 'somebody', token: 'anything' }],
  contexts: [{ name: 'it', cluster: 'mockvm', user: 'somebody' }],
  currentContext: 'it',
})
const objects = config.makeApiClient(CustomObjectsApi)
const place = { group: 'kubevirt.io', version: 'v1', namespace: 'default', plural: 'virtualmachineinstances' }
const { gitVersion } = await config.makeApiClient(VersionApi).getCode()
const namespaces = await config.makeApiClient(CoreV1Api).listNamespace()
const list = await objects.listNamespacedCustomObject(place)
const [{ metadata, status }] = list.items
// It has no calls for subresources: its users ask for them with what it says to https.
const options = {}
await config.applyToHTTPSOptions(options)
const subresources = `${server}/apis/subresources.kubevirt.io/v1/namespaces/default/${place.plural}/${metadata.name}`
const info = await new Promise((resolve, reject) => {
  get(`${subresources}/guestosinfo`, options, answer => resolve(json(answer))).on('error', reject)
})
const refusal = await objects.getNamespacedCustomObject({ ...place, name: 'nobody' }).catch(error => error)
const watched = await new Promise((resolve, reject) => {
  const path = `/apis/kubevirt.io/v1/namespaces/default/${place.plural}`
  const watching = new Watch(config).watch(
    path,
    {},
    async (type, { metadata }) => {
      resolve({ type, name: metadata.name })
      const controller = await watching
      controller.abort()
    },
    error => reject(error ?? new Error('the watch has ended')),
  )
})
console.log(
  JSON.stringify({
    hasVersion: gitVersion.startsWith('v'),
    namespaces: namespaces.items.map(it => it.metadata.name),
    name: metadata.name,
    phase: status.phase,
    hostname: info.hostname,
    refusal: { code: refusal.code, reason: JSON.parse(refusal.body).reason },
    watched,
  }),
)
