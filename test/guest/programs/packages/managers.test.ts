import { expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { load } from '../../../scenario/vocabulary.js'
import { run } from '../guest.js'

const PACKAGES = {
  bash: { version: '5.2.15-2', section: 'shells', summary: 'GNU Bourne Again SHell', installedSize: '7336KiB' },
  htop: {
    version: '3.2.2-2',
    installed: false,
    summary: 'process viewer',
    installedSize: '400kB',
    downloadSize: '152kB',
  },
  openssl: { version: '1:3.0.17-1', upgradableTo: '1:3.0.18-1', installedSize: '2MB', downloadSize: '1490kB' },
}
const RELEASE = { debian: 'ID=debian\nVERSION_CODENAME=bookworm\n', fedora: 'ID=fedora\n' }

function guestOf(system: keyof typeof RELEASE): Guest {
  return new Guest(load({ os: { release: RELEASE[system] }, packages: PACKAGES }).guest)
}

function call(guest: Guest, line: string, surroundings: Parameters<typeof run>[2] = {}) {
  const { stdout, stderr, exitCode } = run(guest, line.split(' '), surroundings)
  return { stdout, stderr, exitCode }
}

const says = (stdout: string, stderr = '', exitCode = 0) => ({ stdout, stderr, exitCode })
const WARNING = '\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n'
const READING = 'Reading package lists...\nBuilding dependency tree...\nReading state information...\n'
const DATABASE = (count: number) =>
  `(Reading database ... \n${Array.from({ length: 20 }, (_, step) => `(Reading database ... ${(step + 1) * 5}%\n`).join('')}(Reading database ... ${count} files and directories currently installed.)\n`
const installedOf = (guest: Guest) =>
  guest.packages.list().flatMap(({ name, version, installed }) => (installed ? [`${name} ${version}`] : []))

test.each([
  [
    'apt list --installed',
    says(
      'Listing...\nbash/stable,now 5.2.15-2 amd64 [installed]\nopenssl/now 1:3.0.17-1 amd64 [installed,upgradable to: 1:3.0.18-1]\n',
      WARNING,
    ),
  ],
  [
    'apt list --upgradable',
    says('Listing...\nopenssl/stable 1:3.0.18-1 amd64 [upgradable from: 1:3.0.17-1]\n', WARNING),
  ],
  ['apt list htop', says('Listing...\nhtop/stable 3.2.2-2 amd64\n', WARNING)],
  ['apt frob', says('', `${WARNING}E: Invalid operation frob\n`, 100)],
  [
    'apt-get install -y bash',
    says(
      `${READING}bash is already the newest version (5.2.15-2).\n0 upgraded, 0 newly installed, 0 to remove and 1 not upgraded.\n`,
    ),
  ],
  ['apt install -y nope', says(READING, `${WARNING}E: Unable to locate package nope\n`, 100)],
  ['apt-get remove nope', says(READING, 'E: Unable to locate package nope\n', 100)],
  [
    'apt-get remove -y htop',
    says(
      `${READING}Package 'htop' is not installed, so not removed\n0 upgraded, 0 newly installed, 0 to remove and 1 not upgraded.\n`,
    ),
  ],
  [
    'apt-get remove bash',
    says(
      `${READING}The following packages will be REMOVED:\n  bash\n0 upgraded, 0 newly installed, 1 to remove and 1 not upgraded.\nAfter this operation, 7512 kB disk space will be freed.\nDo you want to continue? [Y/n] Abort.\n`,
      '',
      1,
    ),
  ],
  ['apt-cache show nope', says('', 'E: Unable to locate package nope\nE: No packages found\n', 100)],
  [
    'apt-cache policy bash',
    says(
      'bash:\n  Installed: 5.2.15-2\n  Candidate: 5.2.15-2\n  Version table:\n *** 5.2.15-2 500\n        500 http://deb.debian.org/debian bookworm/main amd64 Packages\n        100 /var/lib/dpkg/status\n',
    ),
  ],
  [
    'apt-get -s update',
    says('', "E: Command line option 's' [from -s] is not understood in combination with the other options.\n", 100),
  ],
  ['dpkg -i x.deb', says('', "dpkg: error: cannot access archive 'x.deb': No such file or directory\n", 2)],
  ['dpkg -S /bin/ls', says('', 'dpkg-query: no path found matching pattern /bin/ls\n', 1)],
])('%s', (line, expected) => {
  expect(call(guestOf('debian'), line)).toEqual(expected)
})

test('apt-get installs, upgrades and removes', () => {
  const guest = guestOf('debian')
  expect(call(guest, 'apt-get install -y htop').stdout).toBe(
    `${READING}The following NEW packages will be installed:
  htop
0 upgraded, 1 newly installed, 0 to remove and 1 not upgraded.
Need to get 152 kB of archives.
After this operation, 400 kB of additional disk space will be used.
Get:1 http://deb.debian.org/debian bookworm/main amd64 htop amd64 3.2.2-2 [152 kB]
Fetched 152 kB in 1s (152 kB/s)
Selecting previously unselected package htop.
${DATABASE(1860)}Preparing to unpack .../htop_3.2.2-2_amd64.deb ...
Unpacking htop (3.2.2-2) ...
Setting up htop (3.2.2-2) ...
`,
  )
  expect(call(guest, 'apt-get -y upgrade').stdout).toBe(
    `${READING}Calculating upgrade...
The following packages will be upgraded:
  openssl
1 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.
Need to get 1490 kB of archives.
After this operation, 0 B of additional disk space will be used.
Get:1 http://deb.debian.org/debian bookworm/main amd64 openssl amd64 1:3.0.18-1 [1490 kB]
Fetched 1490 kB in 1s (1490 kB/s)
${DATABASE(2790)}Preparing to unpack .../openssl_1%3a3.0.18-1_amd64.deb ...
Unpacking openssl (1:3.0.18-1) over (1:3.0.17-1) ...
Setting up openssl (1:3.0.18-1) ...
`,
  )
  expect(call(guest, 'apt-get remove bash', { stdin: 'y\n' }).exitCode).toBe(0)
  expect(installedOf(guest)).toEqual(['htop 3.2.2-2', 'openssl 1:3.0.18-1'])
})

test('apt-get is for root', () => {
  const lock = '/var/lib/dpkg/lock-frontend'
  const guest = new Guest(load({ users: { joe: {} }, packages: PACKAGES }).guest)
  expect(call(guest, 'apt-get install htop', { user: 'joe' })).toEqual(
    says(
      '',
      `E: Could not open lock file ${lock} - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (${lock}), are you root?\n`,
      100,
    ),
  )
})

test.each([
  ['rpm -q bash nope', says('bash-5.2.15-2.x86_64\npackage nope is not installed\n', '', 1)],
  ['rpm -qa', says('bash-5.2.15-2.x86_64\nopenssl-3.0.17-1.x86_64\n')],
  ['rpm -qa --qf %{NAME}|%{EPOCH}|%-8{VERSION}|%{RELEASE}\\n', says('bash|(none)|5.2.15  |2\nopenssl|1|3.0.17  |1\n')],
  ['rpm -q', says('', 'rpm: no arguments given for query\n', 1)],
  ['rpm -e bash', says('', "rpm: mockvm doesn't do -e yet\n", 1)],
  [
    'dnf list installed',
    says('Installed Packages\nbash.x86_64     5.2.15-2    @stable\nopenssl.x86_64  1:3.0.17-1  @stable\n'),
  ],
  [
    'yum list available',
    says('Available Packages\nhtop.x86_64     3.2.2-2     stable\nopenssl.x86_64  1:3.0.18-1  stable\n'),
  ],
  ['dnf check-update', says('\nopenssl.x86_64  1:3.0.18-1  stable\n', '', 100)],
  ['dnf list nope', says('', 'Error: No matching Packages to list\n', 1)],
  ['dnf install -y nope', says('No match for argument: nope\n', 'Error: Unable to find a match: nope\n', 1)],
  [
    'dnf install -y bash',
    says('Package bash-5.2.15-2.x86_64 is already installed.\nDependencies resolved.\nNothing to do.\nComplete!\n'),
  ],
  [
    'dnf remove -y nope',
    says(
      'No match for argument: nope\nNo packages marked for removal.\nDependencies resolved.\nNothing to do.\nComplete!\n',
    ),
  ],
  ['dnf -q remove -y nope', says('')],
  ['dnf -q install -y nope', says('', 'Error: Unable to find a match: nope\n', 1)],
  ['dnf -q -y install htop', says('')],
  ['dnf -q makecache', says('')],
  ['dnf repolist', says('repo id  repo name\nstable   stable\n')],
])('%s', (line, expected) => {
  expect(call(guestOf('fedora'), line)).toEqual(expected)
})

test('dnf5 has other words for nothing to remove', () => {
  const guest = new Guest(
    load({ os: { release: RELEASE.fedora }, packages: { dnf5: { version: '5.2.16.0-1' } } }).guest,
  )
  expect(call(guest, 'dnf remove -y nope')).toEqual(
    says('No packages to remove for argument: nope\n\nNothing to do.\n'),
  )
})

test('dnf installs, upgrades and removes', () => {
  const guest = guestOf('fedora')
  expect(call(guest, 'dnf install htop').exitCode).toBe(1)
  expect(call(guest, 'dnf -y install htop').stdout.split('\n').slice(-5)).toEqual([
    ...['', 'Installed:', '  htop-3.2.2-2.x86_64', '', 'Complete!', ''].slice(1),
  ])
  expect(call(guest, 'dnf -y upgrade').exitCode).toBe(0)
  expect(call(guest, 'dnf -y remove bash').exitCode).toBe(0)
  expect(installedOf(guest)).toEqual(['htop 3.2.2-2', 'openssl 1:3.0.18-1'])
  expect(call(guest, 'dnf check-update')).toEqual(says(''))
})

test('apk installs and removes', () => {
  const guest = guestOf('fedora')
  expect(call(guest, 'apk add htop')).toEqual(says('(1/1) Installing htop (3.2.2-2)\nOK: 9 MiB in 3 packages\n'))
  expect(call(guest, 'apk del bash')).toEqual(says('(1/1) Purging bash (5.2.15-2)\nOK: 2 MiB in 2 packages\n'))
  expect(call(guest, 'apk info')).toEqual(says('htop\nopenssl\n'))
  expect(call(guest, 'apk info -e htop bash')).toEqual(says('htop\n', '', 1))
  expect(call(guest, 'apk add nope')).toEqual(
    says('', 'ERROR: unable to select packages:\n  nope (no such package):\n    required by: world[nope]\n', 1),
  )
})
