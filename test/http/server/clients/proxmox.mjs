// proxmox-api as its users have it, against the server whose URL is the argument; trusts what NODE_EXTRA_CA_CERTS says.
import proxmoxApi from 'proxmox-api'

const { hostname, port, protocol } = new URL(process.argv[2])
const proxmox = proxmoxApi({
  host: hostname,
  port: Number(port),
  schema: protocol.slice(0, -1),
  username: 'root@pam',
  password: 'anything',
})
const vm = proxmox.nodes.$('pve').qemu.$(100)
const version = await proxmox.version.$get()
const vms = await proxmox.nodes.$('pve').qemu.$get()
const ping = await vm.agent.ping.$post()
const hostName = await vm.agent['get-host-name'].$get()
const interfaces = await vm.agent['network-get-interfaces'].$get()
const { pid } = await vm.agent.exec.$post({ command: ['cat', '/etc/hostname'] })
const status = await vm.agent['exec-status'].$get({ pid })
await vm.agent['file-write'].$post({ file: '/tmp/note', content: 'ünsent\n' })
const file = await vm.agent['file-read'].$get({ file: '/tmp/note' })
const refusal = await vm.agent['exec-status'].$get({ pid: 4_000_000 }).catch(error => error.message)
console.log(
  JSON.stringify({
    release: version.release,
    vms: vms.map(({ vmid, name, status }) => ({ vmid, name, status })),
    ping,
    hostName,
    interfaces: interfaces.result.map(({ name }) => name),
    status,
    file,
    refusal: refusal.replaceAll(process.argv[2], ''),
  }),
)
