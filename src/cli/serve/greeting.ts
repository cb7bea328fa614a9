import { kubevirtSettings, proxmoxSettings } from '../../http/options.js'
import type { Vm } from '../../vm.js'

interface Place {
  /** Of the agent's socket. */
  readonly path: string
  readonly monitors: readonly string[]
  /** "http://127.0.0.1:8006", … */
  readonly urls: readonly string[]
  /** Where the certificate stands. */
  readonly certificate: string | undefined
}

/** Where it listens, and what to type. */
export function greeting(vm: Vm, { path, monitors, urls, certificate }: Place): string {
  const calls = [
    `npx mockvm call ${quote(path)} guest-ping`,
    ...monitors.map(monitor => `npx mockvm qmp ${quote(monitor)} query-status`),
    `echo '{"execute":"guest-info"}' | socat -t1 - UNIX-CONNECT:${quote(path)}`,
    ...urls.flatMap(url => {
      const trust = certificate === undefined ? '--insecure' : `--cacert ${quote(certificate)}`
      const curl = url.startsWith('https:') ? `curl ${trust}` : 'curl'
      return examplePaths(vm).map(it => `${curl} ${quote(url + it)}`)
    }),
  ]
  const places = [path, ...monitors, ...urls].join(' and ')
  return `Listening on ${places}. Try, in another terminal:\n\n${calls.map(call => `  ${call}\n`).join('')}\n`
}

/** What asks each of the platforms for the guest's operating system. */
function examplePaths(vm: Vm): string[] {
  const { node = 'pve', vmid = 100 } = proxmoxSettings(vm)
  const { namespace = 'default', name = vm.name } = kubevirtSettings(vm)
  return [
    `/api2/json/nodes/${node}/qemu/${vmid}/agent/get-osinfo`,
    `/apis/subresources.kubevirt.io/v1/namespaces/${namespace}/virtualmachineinstances/${name}/guestosinfo`,
  ]
}

/** For a shell. */
function quote(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
