/** The machine types of QEMU for x86: every version of it still has those of earlier ones. */
import { compareVersions, has, inFull } from '../../qapi/version.js'

export interface MachineTypeInfo {
  readonly name: string
  readonly alias?: string
  readonly 'is-default'?: boolean
  readonly 'cpu-max': number
  readonly 'hotpluggable-cpus': boolean
  readonly 'numa-mem-supported': boolean
  readonly deprecated: boolean
  readonly 'default-cpu-type'?: string
  readonly 'default-ram-id'?: string
}

export const CPU_TYPE = 'qemu64-x86_64-cpu'

/** In the order in which QEMU 7.2 lists them, which is that of a hash table. Those of later versions are put in front. */
const LISTED = [
  ...['pc-q35-5.2', 'pc-i440fx-2.12', 'pc-i440fx-2.0', 'pc-i440fx-6.2', 'pc-q35-4.2', 'pc-i440fx-2.5'],
  ...['pc-i440fx-4.2', 'pc-i440fx-5.2', 'pc-i440fx-1.5', 'pc-q35-2.7', 'pc-q35-7.1', 'pc-i440fx-2.2', 'none'],
  ...['pc-i440fx-2.7', 'pc-q35-6.1', 'pc-q35-2.4', 'pc-i440fx-7.1', 'pc-q35-2.10', 'pc-q35-5.1', 'pc-i440fx-1.7'],
  ...['pc-q35-2.9', 'pc-i440fx-2.11', 'pc-q35-3.1', 'pc-i440fx-6.1', 'pc-q35-4.1', 'pc-i440fx-2.4'],
  ...['pc-i440fx-4.1', 'pc-i440fx-5.1', 'pc-i440fx-2.9', 'pc-i440fx-1.4', 'pc-q35-2.6', 'pc-i440fx-3.1'],
  ...['pc-q35-2.12', 'pc-q35-7.0', 'pc-i440fx-2.1', 'pc-q35-6.0', 'pc-i440fx-2.6', 'pc-q35-4.0.1', 'pc-i440fx-7.0'],
  ...['pc-i440fx-1.6', 'pc-q35-5.0', 'pc-q35-2.8', 'pc-i440fx-2.10', 'pc-q35-3.0', 'pc-i440fx-6.0', 'pc-q35-7.2'],
  ...['pc-q35-4.0', 'pc-i440fx-2.3', 'pc-i440fx-4.0', 'pc-i440fx-5.0', 'pc-i440fx-2.8', 'pc-q35-6.2', 'pc-q35-2.5'],
  ...['pc-i440fx-3.0', 'pc-i440fx-7.2', 'pc-q35-2.11'],
]

/** Of that version of QEMU. */
export function machineTypes(version: string): readonly MachineTypeInfo[] {
  const newest = newestOf(version)
  const names = [`pc-i440fx-${newest}`, `pc-q35-${newest}`].filter(name => !LISTED.includes(name))
  return [...names, ...LISTED].filter(name => isIn(name, version)).map(name => describe(name, newest))
}

function describe(name: string, newest: string): MachineTypeInfo {
  const { family, version } = parts(name)
  if (version === undefined) {
    return {
      name,
      'cpu-max': 1,
      'hotpluggable-cpus': false,
      'numa-mem-supported': false,
      deprecated: false,
      'default-ram-id': 'ram',
    }
  }
  const isPc = family === 'pc-i440fx'
  return {
    name,
    ...(version === newest && { alias: isPc ? 'pc' : 'q35', ...(isPc && { 'is-default': true }) }),
    'cpu-max': isPc || !has(version, '2.8') ? 255 : 288,
    'hotpluggable-cpus': true,
    'numa-mem-supported': !has(version, '5.1'),
    deprecated: !has(version, '2.0'),
    'default-cpu-type': CPU_TYPE,
    'default-ram-id': 'pc.ram',
  }
}

function isIn(name: string, version: string): boolean {
  const own = parts(name).version
  return own === undefined || compareVersions(newestOf(version), own) >= 0
}

function parts(name: string): { readonly family: string; readonly version: string | undefined } {
  const [, family = name, version] = /^(.*)-([\d.]+)$/.exec(name) ?? []
  return { family, version }
}

function newestOf(version: string): string {
  return inFull(version).split('.').slice(0, 2).join('.')
}
