/** The QEMU around the guest: what contradicts its version, or the guest. */
import { compareVersions, has } from '../qapi/version.js'
import type { Finding } from './explain.js'
import { known } from './findings.js'
import { DEFAULT_VERSION, majorMinor } from './qemu-config.js'
import type { ScenarioInput } from './schema.js'

/** Of older ones it is not known what they answer. */
const OLDEST = '5.2.0'

/** Those that have no version in their name; of some it is an alias of the newest that has one. */
const MACHINES = ['pc', 'q35', 'none', 'microvm', 'isapc']

export function checkQemu(document: ScenarioInput): Finding[] {
  const { version = DEFAULT_VERSION, machine, topology } = document.qemu ?? {}
  return [
    ...checkVersion(version),
    ...(machine === undefined ? [] : checkMachine(machine, version)),
    ...(topology === undefined ? [] : checkTopology(topology, document)),
  ]
}

function checkVersion(version: string): Finding[] {
  if (has(version, OLDEST)) return []
  return [{ path: ['qemu', 'version'], expected: `a version from ${OLDEST} on`, got: JSON.stringify(version) }]
}

function checkMachine(machine: string, version: string): Finding[] {
  const path = ['qemu', 'machine']
  const [, family, own] = /^(pc-i440fx|pc-q35)-(\d+\.\d+(?:\.\d+)?)$/.exec(machine) ?? []
  if (family === undefined || own === undefined) {
    return known(path, machine, MACHINES, 'pc-i440fx-X.Y, pc-q35-X.Y, or one of those without a version')
  }
  const newest = majorMinor(version)
  if (compareVersions(own, newest) <= 0) return []
  const hint = 'QEMU has those of its own version and of earlier ones; qemu.version says which it is.'
  return [{ path, expected: `${family}-${newest} or an older one`, got: JSON.stringify(machine), hint }]
}

type Topology = NonNullable<NonNullable<ScenarioInput['qemu']>['topology']>

function checkTopology({ sockets, cores = 1, threads = 1 }: Topology, { vcpus = 1 }: ScenarioInput): Finding[] {
  const count = typeof vcpus === 'number' ? vcpus : vcpus.length
  if (sockets * cores * threads === count) return []
  return [
    {
      path: ['qemu', 'topology'],
      expected: `sockets × cores × threads to be the number of vCPUs, ${count}`,
      got: `${sockets} × ${cores} × ${threads}`,
    },
  ]
}
