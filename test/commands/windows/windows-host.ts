import type { ScenarioInput } from '../../../src/index.js'
import { type Talk, talk } from '../talk.js'

/** Versions between which something changes on Windows, each as QEMU numbers it. */
export const VERSIONS = ['2.11.0', '5.2.0', '7.2.0', '8.2.0', '9.1.0', '10.0.0', '10.2.0', '11.1.0'] as const

export const C = '\\\\?\\Volume{e3f499ea-0000-4000-8000-000000000001}\\'
export const RECOVERY = '\\\\?\\Volume{ab0b9835-0000-4000-8000-000000000002}\\'
export const CDROM = '\\\\?\\Volume{e22d3098-a70b-11f1-abc2-806e6f6e6963}\\'

/** A volume of 1 GiB for data on two disks, an empty CD-ROM drive, and what the setup of Windows makes. */
export const WINDOWS: ScenarioInput = {
  os: { family: 'windows', windows: { vss: { freezeTakes: '2s' } } },
  hostname: 'win-db1',
  disks: [
    { name: 'PhysicalDrive0', size: '40GiB', serial: 'zqKZeDEF' },
    { name: 'PhysicalDrive1', size: '512MiB' },
    { name: 'PhysicalDrive2', size: '512MiB', bus: 'sata', pci: '0000:00:1f.2', unit: 3, serial: '' },
    { name: 'CdRom0', size: 4096 },
    { name: 'CdRom1', size: 0 },
  ],
  volumes: [
    { guid: 'e3f499ea-0000-4000-8000-000000000001', letter: 'C', label: 'System', size: '39GiB', used: '13GiB' },
    { guid: 'ab0b9835-0000-4000-8000-000000000002', size: '500MiB', used: '400MiB' },
    {
      guid: 'b0b00000-0000-4000-8000-000000000003',
      folder: 'C:\\mnt\\data',
      size: '1GiB',
      disks: ['PhysicalDrive1', 'PhysicalDrive2'],
    },
    { guid: 'e22d3098-a70b-11f1-abc2-806e6f6e6963', letter: 'D', kind: 'cdrom', size: 4096, disks: ['CdRom0'] },
    { letter: 'E', kind: 'cdrom', empty: true, disks: ['CdRom1'] },
  ],
}

export interface Change {
  readonly scenario?: ScenarioInput
  readonly windows?: NonNullable<NonNullable<ScenarioInput['os']>['windows']>
}

/** A host that talks to an agent of that version on that Windows. */
export function talkToWindows(version: string, { scenario = {}, windows = {} }: Change = {}): Promise<Talk> {
  const os = { family: 'windows' as const, windows: { ...WINDOWS.os?.windows, ...windows } }
  return talk({ scenario: { ...WINDOWS, ...scenario, os }, agent: { version } })
}

/** Asks, lets so much time pass, and resolves with the reply, which did not come before. */
export async function askFor(
  host: Talk,
  duration: string,
  name: string,
  args?: Readonly<Record<string, unknown>>,
): Promise<string> {
  const early = await host.ask(name, args)
  if (early !== '') return `before its time: ${early}`
  host.vm.advance(duration)
  return (await host.more()).replace(/^([^\n]*)\n$/, '$1')
}

/** A text as it stands in JSON. */
export function json(text: string): string {
  return JSON.stringify(text)
}
