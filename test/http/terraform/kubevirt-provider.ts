/** How a provider of KubeVirt waits for the addresses of a VM: with a watch on its object, first for the agent, then for them. */
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { isGlobalUnicast } from './addresses.js'
import type { Site } from './site.js'

export interface Instance {
  readonly metadata: { readonly name: string }
  readonly status: {
    readonly phase: string
    readonly conditions?: readonly { readonly type: string; readonly status: string }[]
    readonly interfaces?: readonly InstanceInterface[]
  }
}

interface InstanceInterface {
  readonly mac?: string
  readonly infoSource?: string
  readonly ipAddresses?: readonly string[]
}

interface Watched {
  readonly type: string
  readonly object: Instance
}

/** Rejects when the watch ends before they are there. */
export async function waitForInstance({ send, origin }: Site, name: string, timeoutSeconds = 900): Promise<Instance> {
  const query = new URLSearchParams({
    ...{ watch: 'true', fieldSelector: `metadata.name=${name}` },
    timeoutSeconds: String(timeoutSeconds),
  })
  const path = '/apis/kubevirt.io/v1/namespaces/default/virtualmachineinstances'
  const response = await send(new Request(`${origin}${path}?${query}`))
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  const input = Readable.fromWeb(response.body as ReadableStream)
  // It is left as soon as enough is known; what its connection ends with is no news then.
  input.on('error', () => {})
  let isConnected = false
  try {
    for await (const line of createInterface({ input })) {
      const { type, object } = JSON.parse(line) as Watched
      if (type === 'ERROR') throw new Error(line)
      if (type === 'BOOKMARK') continue
      isConnected ||= hasAgent(object)
      if (isConnected && hasAddress(object)) return object
    }
  } finally {
    input.destroy()
  }
  throw new Error(isConnected ? 'the watch has ended: no address yet' : 'the watch has ended: no agent yet')
}

function hasAgent({ status }: Instance): boolean {
  return status.conditions?.some(it => it.type === 'AgentConnected' && it.status === 'True') ?? false
}

function hasAddress({ status }: Instance): boolean {
  return status.interfaces?.some(isReached) ?? false
}

function isReached({ infoSource = '', ipAddresses = [] }: InstanceInterface): boolean {
  return infoSource.includes('guest-agent') && ipAddresses.some(isGlobalUnicast)
}
