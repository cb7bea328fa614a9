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
  const later = releasesSince(LAST_LISTED, newest).flatMap(release => [`pc-i440fx-${release}`, `pc-q35-${release}`])
  return [...later, ...LISTED].filter(name => isIn(name, newest)).map(name => describe(name, newest))
}

const LAST_LISTED = '7.2'

/** Three a year, the last one first; of a version that is none of them nobody knows what came before it that year. */
function releasesSince(last: string, newest: string): string[] {
  const releases: string[] = []
  const [major = 0] = numbers(newest)
  for (let year = major; year > numbers(last)[0]; year--) {
    releases.push(
      ...[2, 1, 0].map(minor => `${year}.${minor}`).filter(it => compareVersions(it, newest) < 0 || it === newest),
    )
  }
  return releases.includes(newest) || compareVersions(newest, last) <= 0 ? releases : [newest, ...releases]
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
    'cpu-max': isPc ? MOST_OF_PC : mostOfQ35(version),
    'hotpluggable-cpus': true,
    'numa-mem-supported': !has(version, '5.1'),
    deprecated: isDeprecated(version, newest),
    'default-cpu-type': CPU_TYPE,
    'default-ram-id': 'pc.ram',
  }
}

const MOST_OF_PC = 255

function mostOfQ35(version: string): number {
  if (has(version, '9.0')) return 4096
  if (has(version, '8.1')) return 1024
  return has(version, '2.8') ? 288 : MOST_OF_PC
}

/** Since 9.1 those of three years ago are, and older ones. */
function isDeprecated(version: string, newest: string): boolean {
  if (has(newest, '9.1')) return !has(version, yearsBefore(newest, 3))
  return !has(version, has(newest, '8.2') ? '2.4' : '2.0')
}

/** Since 10.1 those of six years ago are gone, and older ones. */
function isGone(version: string, newest: string): boolean {
  if (has(newest, '10.1')) return !has(version, yearsBefore(newest, 6))
  if (has(newest, '9.1')) return !has(version, '2.4')
  return has(newest, '8.2') && !has(version, '2.0')
}

/** The version after the one of then. */
function yearsBefore(newest: string, years: number): string {
  const [major, minor] = numbers(newest)
  return `${major - years}.${minor}.1`
}

function isIn(name: string, newest: string): boolean {
  const { version } = parts(name)
  return version === undefined || (has(newest, version) && !isGone(version, newest))
}

function parts(name: string): { readonly family: string; readonly version: string | undefined } {
  const [, family = name, version] = /^(.*)-([\d.]+)$/.exec(name) ?? []
  return { family, version }
}

function newestOf(version: string): string {
  return numbers(version).join('.')
}

function numbers(version: string): readonly [major: number, minor: number] {
  const [major = 0, minor = 0] = inFull(version).split('.').map(Number)
  return [major, minor]
}
