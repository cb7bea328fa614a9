/** The guest that a session was recorded in: what vectors/README.md says of every agent, and the session's own setup. */
import type { ScenarioInput } from '../../src/index.js'
import { loadScenario } from '../../src/scenario/load.js'
import { type VmOptions, vocabulary } from '../../src/vm.js'
import { NEVER_RUN } from '../real-agent/never-run.js'
import type { Session, Setup } from './recording.js'

const BASE = 'debian-12'
export const FOLDER = '/tmp/qga-vec'
/** Where /var/run leads. */
const STATE_DIR = '/run'

const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LANG: 'C',
}

/** The machine of all recordings. */
const DISK = { name: 'vda', size: '101GiB', bus: 'virtio', pci: '0000:00:02.0' } as const
const ROOT = { source: 'vda', path: '/', type: 'ext4' }
/** One that is down and has no address is told without counters. */
const INTERFACES = [
  { name: 'lo', addresses: ['127.0.0.1/8', '::1/128'] },
  { name: 'ifb0', mac: 'da:f1:87:e6:14:ba', up: false },
  { name: 'eth0', mac: '02:fc:00:00:00:01', addresses: ['192.0.2.2/24', 'fe80::fc:ff:fe00:1/64'] },
]
/** A machine that recordings are made on isn't idle: averages of 0 would be written as integers. */
const LOAD: [number, number, number] = [0.25, 0.5, 0.375]

/** Those agents ran in a chroot(2), where the mount table shows no disk; the files were on one all the same. */
const IN_CHROOT: readonly string[] = ['5.2.0', '11.1.3']
/** One of them is Debian 11's, with what else is of its time. */
const LIBRARIES: Readonly<Record<string, NonNullable<ScenarioInput['packages']>>> = {
  '5.2.0': { libc6: { version: '2.31-13+deb11u11' } },
}
const ROOT_IN_CHROOT = { source: 'overlay', path: '/', type: 'overlay' }

export function vmOptions({ version, setup }: Session): VmOptions {
  const fsfreezeHook = hookPath(setup.args ?? [])
  return {
    scenario: {
      extends: BASE,
      agent: {
        version,
        transport: 'unix-listen',
        blockRpcs: [...NEVER_RUN],
        env: { ...ENVIRONMENT, ...setup.env },
        ...(fsfreezeHook !== undefined && { fsfreezeHook }),
      },
      clock: { mode: 'manual', timezone: 'Etc/UTC' },
      files: files(setup),
      ...(setup.sshuser && { users: { qgavec: { uid: 0, gid: 0, home: `${FOLDER}/home`, shell: '/bin/sh' } } }),
      disks: [DISK],
      network: { interfaces: INTERFACES },
      mounts: mounts(version),
      packages: LIBRARIES[version] ?? {},
      load: { averages: LOAD },
    },
  }
}

/** `-F/path`; any other argument is not known here. */
function hookPath(args: readonly string[]): string | undefined {
  const [hook, ...more] = args.map(argument => /^-F(\/.*)$/.exec(argument)?.[1] ?? argument)
  if (more.length > 0 || (hook !== undefined && !hook.startsWith('/'))) {
    throw new Error(`setup.args: expected -F/path alone, got ${args.join(' ')}`)
  }
  return hook
}

function files({ state, frozen, files = {}, hook = [], sshuser }: Setup): NonNullable<ScenarioInput['files']> {
  return {
    [FOLDER]: { directory: true },
    ...(sshuser && { [`${FOLDER}/home`]: { directory: true } }),
    ...(state !== undefined && { [`${STATE_DIR}/qga.state`]: state }),
    ...(frozen && { [`${STATE_DIR}/qga.state.isfrozen`]: '' }),
    ...Object.fromEntries(Object.entries(files).map(([name, content]) => [`${FOLDER}/${name}`, content])),
    ...Object.fromEntries(
      hook.map(([name, content, mode]) => [`${FOLDER}/${name}`, { content, mode: mode.toString(8).padStart(4, '0') }]),
    ),
  }
}

function mounts(version: string): NonNullable<ScenarioInput['mounts']> {
  const { mounts = [] } = loadScenario(BASE, { vocabulary }).document
  const virtual = mounts.filter(({ source }) => !source.startsWith('vda'))
  const root = IN_CHROOT.includes(version) ? ROOT_IN_CHROOT : ROOT
  return [root, ...virtual]
}
