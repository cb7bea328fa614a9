import type { ScenarioInput } from '../../src/index.js'

type Mount = NonNullable<ScenarioInput['mounts']>[number]

export const HOOK = '/etc/qemu/fsfreeze-hook'

/** A guest with /, /boot/efi (vfat, which can't be frozen), /run (no disk) and /srv, and a hook. */
export function freezableGuest(
  change: {
    readonly root?: Partial<Mount>
    readonly srv?: Partial<Mount>
    readonly hook?: NonNullable<ScenarioInput['programs']>
  } = {},
): ScenarioInput {
  return {
    extends: 'minimal',
    disks: [
      { name: 'vda', size: '10GiB', partitions: { vda1: '8GiB', vda15: '100MiB' } },
      { name: 'vdb', size: '1GiB' },
    ],
    mounts: [
      { source: 'vda1', path: '/', type: 'ext4', ...change.root },
      { source: 'tmpfs', path: '/run', type: 'tmpfs' },
      { source: 'vda15', path: '/boot/efi', type: 'vfat' },
      { source: 'vdb', path: '/srv', type: 'xfs', ...change.srv },
    ],
    ...(change.hook && { programs: change.hook, agent: { fsfreezeHook: HOOK } }),
  }
}
