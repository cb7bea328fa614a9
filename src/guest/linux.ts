import { linuxAccounts } from './account-files.js'
import { createDevTree } from './files/dev.js'
import { LINUX_DIRECTORIES, linuxFiles } from './image/linux-files.js'
import { withDiskLinks } from './kernel/dev-disk.js'
import { procTree } from './kernel/proc.js'
import { sysTree } from './kernel/sys.js'
import type { System } from './system.js'
import { ZONEINFO, zoneinfoTree } from './timezone/zoneinfo.js'

export const linux: System = {
  accounts: linuxAccounts,
  trees: guest =>
    new Map([
      ['/proc', procTree(guest)],
      ['/sys', sysTree(guest)],
      [ZONEINFO, zoneinfoTree()],
      [
        '/dev',
        withDiskLinks(
          createDevTree({
            random: size => guest.random.stream('urandom').bytes(size),
            disks: guest.config.disks,
            hasAgentPort: true,
            ...(guest.config.agentPort !== undefined && { agentPort: guest.config.agentPort }),
          }),
          guest,
        ),
      ],
    ]),
  directories: LINUX_DIRECTORIES,
  files: linuxFiles,
  hostname: read => read('/etc/hostname')?.trim() || undefined,
  programs: new Map(),
}
