/** What only a Windows guest has, in a scenario file. */
import { z } from 'zod'
import { VOLUME_KINDS, VSS_STEPS } from '../guest/windows/config.js'
import {
  choice,
  duration,
  flag,
  instant,
  integer,
  list,
  map,
  matching,
  removable,
  says,
  size,
  text,
  written,
} from './fields.js'

/** A number of 32 bits: 5, "0x80042316". */
export function parseCode(value: number | string): number | undefined {
  const code = typeof value === 'string' && !/^(?:0x[0-9a-f]+|\d+)$/i.test(value) ? Number.NaN : Number(value)
  return Number.isInteger(code) && code >= 0 && code <= 0xffff_ffff ? code : undefined
}

const code = written(parseCode, /^(?:0x[0-9a-fA-F]{1,8}|\d+)$/, 'a number of 32 bits such as 0x80042316')

const id = written(
  value => ((parseCode(value) ?? 0x1_0000) <= 0xffff ? value : undefined),
  /^(?:0x[0-9a-fA-F]{1,4}|\d+)$/,
  'a number of 16 bits such as 0x1af4',
)

const device = map(
  {
    name: text().describe('As the device manager shows it: Red Hat VirtIO Ethernet Adapter.'),
    vendor: id.optional().describe('0x1af4 without it.'),
    device: id.describe('0x1041: a network card of virtio.'),
    driverVersion: text().optional().describe('Without it the device has no driver.'),
    driverDate: instant.optional().describe('Without it the device has no driver.'),
  },
  'a map with name, vendor, device, driverVersion, driverDate',
)

const vss = map(
  {
    available: flag().optional().describe("Whether the agent's provider could be loaded; true without it."),
    freezeTakes: duration.optional().describe('From the command to frozen volumes; 2s without it.'),
    holds: duration.optional().describe('For how long writes are held; 10s without it.'),
    error: map(
      {
        step: choice(VSS_STEPS).describe('What the agent was about.'),
        code: code.describe('0x80042316: another snapshot is being made.'),
      },
      'a map with step, code',
    )
      .optional()
      .describe('Every freeze fails with it.'),
  },
  'a map with available, freezeTakes, holds, error',
)

const timeService = map(
  {
    running: flag().optional().describe('Whether W32Time runs; true without it.'),
    internet: flag().optional().describe('Without it: if an interface has an address of more than its link.'),
    syncTakes: duration.optional().describe('From the command to the corrected clock; 5s without it.'),
  },
  'a map with running, internet, syncTakes',
)

export const windows = map(
  {
    product: text().optional().describe('ProductName of the registry: Windows Server 2022 Standard.'),
    build: integer(1, 0xffff_ffff).optional().describe('20348 without it.'),
    version: matching(/^\d{1,3}\.\d{1,3}$/, 'a version such as "10.0"')
      .optional()
      .describe('"10.0" without it.'),
    variant: choice(['server', 'client']).optional().describe('server without it.'),
    machine: text().optional().describe('x86_64 without it.'),
    timeZone: removable(map({ standard: text(), daylight: text() }, 'a map with standard, daylight')).describe(
      'Names of the time zone, as the registry has them. Without it, or with null, those of clock.timezone, in English.',
    ),
    passwordPolicy: map(
      { minimumLength: integer(0, 128).optional(), complexity: flag().optional() },
      'a map with minimumLength, complexity',
    )
      .optional()
      .describe('What a password must be like; anything goes without it.'),
    vss: vss.optional().describe('The Volume Shadow Copy Service, which freezes.'),
    timeService: timeService.optional().describe('W32Time, which guest-set-time asks without a time.'),
    devices: list(device, 'a list of devices').optional().describe('PCI devices of guest-get-devices.'),
  },
  'a map with product, build, version, variant, …',
).describe('What only Windows has.')

const volume = map(
  {
    guid: matching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'a GUID without braces')
      .optional()
      .describe('Of its name; one of the seed without it.'),
    letter: matching(/^[A-Za-z]$/, 'a letter')
      .optional()
      .describe('Without it, and without folder, it has no path.'),
    folder: matching(/^[A-Za-z]:[\\/][^<>:"|?*]+$/, 'a folder such as D:\\mnt')
      .optional()
      .describe('Where it is mounted, in place of a letter.'),
    label: text().optional(),
    fileSystem: text().optional().describe('NTFS without it, of a CD-ROM CDFS.'),
    empty: flag().optional().describe('There is nothing in the drive, or nothing that Windows can read.'),
    kind: choice(VOLUME_KINDS).optional().describe('fixed without it.'),
    size: size.optional().describe('That of its disk without it.'),
    used: size.optional().describe('Taken before the files of the scenario count; 0 without it.'),
    disks: z
      .array(text('the name of a disk'), { error: says('a list of names of disks') })
      .optional()
      .describe('What it lies on. The first disk without it, of a CD-ROM the first CdRom.'),
    vssError: code.optional().describe('VSS refuses to make a snapshot of it, with that code.'),
    trimTakes: duration.optional().describe('How long defrag.exe takes to trim it; 3s without it.'),
    trimError: text()
      .optional()
      .describe('The line that defrag.exe ends with, its code in brackets: "… (0x8900002A)".'),
  },
  'a map with letter, fileSystem, size, …',
)

export const volumes = list(volume, 'a list of volumes').describe(
  'Of Windows, in the order in which it finds them. One must have the letter C.',
)
