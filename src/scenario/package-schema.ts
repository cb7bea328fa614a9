/** Packages and lines of the journal in a scenario file. */
import { z } from 'zod'
import { PRIORITIES } from '../guest/journal.js'
import { files } from './content-schema.js'
import {
  absolutePath,
  choice,
  entries,
  flag,
  instant,
  integer,
  list,
  map,
  matching,
  says,
  size,
  text,
} from './fields.js'
import { units } from './unit-schema.js'

const version = matching(/^[0-9A-Za-z][\w.+:~^-]*$/, 'a version such as 1:9.2p1-2+deb12u7')

const FILES = 'a list of paths, or a map of files'

const item = map(
  {
    version: version.describe('As the package manager writes it, with its epoch and its release.'),
    architecture: text().optional().describe('amd64, on Red Hat x86_64, without it.'),
    summary: text().optional().describe('What it is, in one line.'),
    installed: flag()
      .optional()
      .describe('Whether it is; true without it. With false it is only in the repositories and can be installed.'),
    upgradableTo: version.optional().describe('A newer version that the repositories have.'),
    section: text().optional().describe('Of Debian: net, admin, …; misc without it.'),
    repository: text().optional().describe('Where it comes from: stable, baseos, …'),
    installedSize: size.optional().describe('What it takes on the disk.'),
    downloadSize: size.optional().describe('What its archive has.'),
    files: z
      .union([list(absolutePath, FILES), files], { error: says(FILES) })
      .optional()
      .describe(
        'What it brings: paths that are only listed, or files as in `files`, which are there while it is installed.',
      ),
    builtins: list(absolutePath, 'a list of paths')
      .optional()
      .describe('Programs that it brings. What mockvm does not play under that name says so when it runs.'),
    units: units
      .optional()
      .describe('Units that it brings, as in `units`. On Debian and its like they are enabled and started with it.'),
  },
  'a map with version, summary, installed, …',
)

export const packages = entries(
  matching(/^[0-9A-Za-z][\w.+-]*$/, 'the name of a package such as openssh-server'),
  item,
  'a map of packages',
).describe('What the package manager knows: dpkg and apt, rpm and dnf, or apk show it and change it.')

const line = map(
  {
    time: instant.describe('When: an ISO date with its zone, or nanoseconds since 1970.'),
    identifier: text().optional().describe('Who says it: sshd, kernel; without it the first word of the unit.'),
    message: text(),
    unit: text().optional().describe('The unit that it is from.'),
    pid: integer(1, 4_194_304).optional(),
    priority: choice(PRIORITIES).optional().describe('info without it.'),
  },
  'a map with time, message, …',
)

export const journal = list(line, 'a list of lines').describe(
  'What the journal holds at the start, besides the lines of the boot. Lines from before the boot are of the boot before.',
)
