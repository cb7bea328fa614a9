/** What may stand in a scenario file. Every file of a chain of `extends` is held to it on its own. */
import { z } from 'zod'
import { PATCH_NAMES } from '../agent/patches.js'
import { QUIRKS, type Quirk } from '../agent/quirks.js'
import { builtins, environment, files } from './content-schema.js'
import { faults } from './fault-schema.js'
import {
  absolutePath,
  accountName,
  choice,
  entries,
  flag,
  guestPath,
  instant,
  integer,
  list,
  map,
  matching,
  passwdField,
  removable,
  says,
  text,
} from './fields.js'
import { clock, disks, load, memory, mounts, network, os, suspend, vcpus } from './machine-schema.js'
import { journal, packages } from './package-schema.js'
import { kubevirt, proxmox } from './platform-schema.js'
import { programs } from './program-schema.js'
import { power, qemu } from './qemu-schema.js'
import { timeline } from './timeline-schema.js'
import { units } from './unit-schema.js'
import { volumes } from './windows-schema.js'

const rpcs = list(text('the name of a command'), 'a list of commands')

const quirks = map(
  Object.fromEntries(Object.entries(QUIRKS).map(([name, what]) => [name, flag().optional().describe(what)])) as Record<
    Quirk,
    z.ZodOptional<z.ZodBoolean>
  >,
  `a map with ${Object.keys(QUIRKS).join(', ')}`,
)

const agent = map(
  {
    version: text('a version of qemu-ga')
      .optional()
      .describe('The qemu-ga that answers: 2.11.0 to 11.1, such as 7.2.22.'),
    patches: list(choice(PATCH_NAMES), 'a list of patches')
      .optional()
      .describe('What the distribution has changed in that version; nothing without it.'),
    transport: choice(['virtio-serial', 'isa-serial', 'unix-listen']).optional().describe('virtio-serial without it.'),
    path: matching(/^\/dev\/[\w./-]+$/, 'a path below /dev')
      .optional()
      .describe("The agent's port in the guest (-p of qemu-ga); without it where the system has it."),
    running: flag().optional().describe('Whether it runs when the VM starts; true without it.'),
    port: choice(['closed', 'firmware'])
      .optional()
      .describe("What the guest's end of the channel is while no agent runs; closed without it."),
    blockRpcs: rpcs.optional().describe('Commands that the agent refuses (-b of qemu-ga).'),
    allowRpcs: removable(rpcs).describe('The only commands that the agent takes; all without it.'),
    fsfreezeHook: removable(absolutePath).describe('The script of -F, a path in the guest; no hook without it.'),
    stateDir: guestPath.optional().describe('-t of qemu-ga; /var/run without it.'),
    user: accountName.optional().describe('Who the agent runs as; root without it.'),
    env: environment.optional().describe('Environment of the agent, and so of what guest-exec starts.'),
    retryPath: flag().optional().describe('-r of qemu-ga: a channel that fails is opened again every 5 s.'),
    quirks: quirks.optional().describe('What real agents do that only hurts: each is off without it.'),
  },
  'a map with version, transport, blockRpcs, …',
).describe('The qemu-ga process.')

const id = integer(0, 0xffff_ffff)

const user = map(
  {
    uid: id.optional().describe('Without it the next free number from 1000; 0 for root.'),
    gid: id.optional().describe('The same as the uid without it.'),
    gecos: passwdField.optional().describe('The full name.'),
    home: passwdField.optional().describe('/home/NAME without it; /root for root.'),
    shell: passwdField.optional().describe('/bin/sh without it.'),
    password: passwdField.optional().describe('Second field of /etc/shadow: *, ! or a crypt(3) hash; "*" without it.'),
    administrator: flag()
      .optional()
      .describe('On Windows: a member of Administrators. Without it only that account is.'),
    profile: text().optional().describe('On Windows: its folder; C:\\Users\\NAME without it.'),
  },
  'a map with uid, gid, gecos, home, shell, password, administrator, profile',
)

const group = map(
  {
    gid: id.optional().describe('Without it the gid of the user of that name, or the next free number from 1000.'),
    members: list(accountName, 'a list of user names').optional(),
  },
  'a map with gid, members',
)

const session = map(
  {
    user: text(),
    line: text().describe('The terminal: tty1, pts/0; on Windows the session: console, rdp-tcp#0.'),
    domain: text().optional().describe('On Windows: of the account; the computer without it.'),
    host: text().optional().describe('Where from; empty for a local login.'),
    time: instant.describe('When: an ISO date with its zone, or nanoseconds since 1970.'),
    type: integer(0, 9).optional().describe('ut_type of utmp(5); 7, a login, without it.'),
    pid: integer(0, 4_194_304).optional(),
  },
  'a map with user, line, time, …',
)

const COMMAND = 'a command line, or a list of arguments'

const process = map(
  {
    pid: integer(1, 4_194_304),
    ppid: integer(0, 4_194_304).optional().describe('1 without it; 0 for pid 1.'),
    user: text('the name of an account').optional().describe('root without it; on Windows SYSTEM.'),
    command: z
      .union(
        [text(COMMAND).regex(/\S/, { error: says(COMMAND) }), list(text(), COMMAND).min(1, { error: says(COMMAND) })],
        {
          error: says(COMMAND),
        },
      )
      .describe('The command line, split at blanks, or its arguments one by one.'),
  },
  'a map with pid and command',
)

const SEED = says('an integer or a string', 'Remove the line for the default seed.')

export const Scenario = map(
  {
    $schema: text().optional().describe('For editors; not read.'),
    extends: text('the name of a scenario or a relative path')
      .optional()
      .describe('What this one builds on: a built-in scenario by name, or a file relative to this one.'),
    description: text().optional().describe('One line, for `mockvm list`.'),
    seed: z
      .union([z.int({ error: SEED }), z.string()], { error: SEED })
      .optional()
      .describe('All chance of the guest comes from it; 0 without it.'),
    hostname: matching(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$/, 'a host name of at most 64 characters')
      .optional()
      .describe('localhost without it.'),
    agent: agent.optional(),
    clock: clock.optional(),
    os: os.optional(),
    vcpus: vcpus.optional(),
    load: load.optional(),
    memory: memory.optional(),
    disks: disks.optional(),
    mounts: mounts.optional(),
    volumes: volumes.optional(),
    network: network.optional(),
    users: entries(accountName, user, 'a map of user names').optional().describe('/etc/passwd and /etc/shadow.'),
    groups: entries(accountName, group, 'a map of group names').optional().describe('/etc/group.'),
    sessions: list(session, 'a list of logins').optional().describe('Records of utmp.'),
    processes: list(process, 'a list of processes').optional().describe('What runs at the start.'),
    programs: programs.optional(),
    builtins: builtins.optional(),
    units: units.optional(),
    packages: packages.optional(),
    journal: journal.optional(),
    files: files.optional(),
    suspend: suspend.optional(),
    power: power.optional(),
    qemu: qemu.optional(),
    proxmox: proxmox.optional(),
    kubevirt: kubevirt.optional(),
    faults: faults.optional(),
    timeline: timeline.optional(),
  },
  'a map with the keys of a scenario',
)

/** A scenario as plain data: what a file holds. */
export type ScenarioInput = z.input<typeof Scenario>
