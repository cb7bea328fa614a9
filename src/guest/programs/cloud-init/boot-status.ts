/** Whether cloud-init was to run at this boot, and who has said so. */
import type { Guest } from '../../guest.js'

export interface BootStatus {
  readonly code: string
  readonly reason: string
  readonly isDisabled: boolean
}

const DISABLED_FILE = '/etc/cloud/cloud-init.disabled'

export function bootStatus(guest: Guest): BootStatus {
  const { files, config } = guest
  const words = files.exists('/proc/cmdline') ? files.readFile('/proc/cmdline', 'utf8').split(/\s+/) : []
  const enabled = (by: string, reason: string) => ({ code: `enabled-by-${by}`, reason, isDisabled: false })
  const disabled = (by: string, reason: string) => ({ code: `disabled-by-${by}`, reason, isDisabled: true })
  const isSystemd = config.builtins.some(path => path.endsWith('/systemctl'))
  if (!isSystemd) return enabled('sysvinit', 'Cloud-init enabled on sysvinit')
  if (words.includes('cloud-init=enabled')) {
    return enabled('kernel-cmdline', 'Cloud-init enabled by kernel command line cloud-init=enabled')
  }
  if (files.exists(DISABLED_FILE)) return disabled('marker-file', `Cloud-init disabled by ${DISABLED_FILE}`)
  if (words.includes('cloud-init=disabled')) {
    return disabled('kernel-cmdline', 'Cloud-init disabled by kernel parameter cloud-init=disabled')
  }
  if (files.exists('/run/cloud-init/disabled')) {
    return disabled('generator', 'Cloud-init disabled by cloud-init-generator')
  }
  if (files.exists('/run/cloud-init/enabled')) {
    return enabled('generator', 'Cloud-init enabled by systemd cloud-init-generator')
  }
  return { code: 'unknown', reason: 'Systemd generator may not have run yet.', isDisabled: false }
}
