import { busyPort, devTree, link, memoryDevices, terminals } from '../files/dev.js'
import type { SyntheticNode, SyntheticTree } from '../files/synthetic.js'
import type { Guest } from '../guest.js'

/** The port of virtio_console(4) under the name that the host gave it. */
const AGENT_PORT = '/dev/vtcon/org.qemu.guest_agent.0'
const NODE = 'ttyV0.1'

/** What devfs(5) has of what programs count on. */
export function freebsdDevTree(guest: Guest): SyntheticTree {
  const { disks, agentPort = AGENT_PORT } = guest.config
  const { urandom: _linux, ...memory } = memoryDevices(size => guest.random.stream('urandom').bytes(size))
  const descriptor: SyntheticNode = { kind: 'character', major: 0, minor: 0, mode: 0o666 }
  return devTree(
    {
      ...memory,
      ...terminals,
      urandom: link('random'),
      'fd/0': descriptor,
      'fd/1': descriptor,
      'fd/2': descriptor,
      stdin: link('fd/0'),
      stdout: link('fd/1'),
      stderr: link('fd/2'),
      // Only the agent uses it: see UfsSuspend.
      ufssuspend: { kind: 'character', major: 0, minor: 0, mode: 0o600 },
      [NODE]: busyPort,
      ...(agentPort === AGENT_PORT && { 'vtcon/org.qemu.guest_agent.0': link(`../${NODE}`) }),
    },
    disks,
  )
}
