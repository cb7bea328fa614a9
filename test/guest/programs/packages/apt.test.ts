/** What apt 2.6 printed in a world of four packages, openssl held: vectors/apt.json. */
import { beforeEach, expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { load } from '../../../scenario/vocabulary.js'
import { run } from '../guest.js'
import recorded from './vectors/apt.json' with { type: 'json' }

const PACKAGES = {
  bash: { version: '5.1-1', upgradableTo: '5.2-1' },
  htop: { version: '3.2.2-2', installed: false, installedSize: '400kB', downloadSize: '152kB' },
  openssl: { version: '3.0.1-1', upgradableTo: '3.0.2-1' },
  tzdata: { version: '2025b-0', architecture: 'all' },
}
const RELEASE = 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n'
const FILES = { '/etc/debian_version': '12.15\n' }

let guest: Guest

beforeEach(() => {
  guest = new Guest(load({ os: { release: RELEASE }, users: { joe: {} }, packages: PACKAGES, files: FILES }).guest)
})

function call(line: string, surroundings: Parameters<typeof run>[2] = {}) {
  const { stdout, stderr, exitCode } = run(guest, line.split(' '), surroundings)
  return { stdout, stderr, exitCode }
}

const says = (stdout: string, stderr = '', exitCode = 0) => ({ stdout, stderr, exitCode })
const versions = () =>
  guest.packages.list().flatMap(({ name, version, installed }) => (installed ? [`${name} ${version}`] : []))

test.each(recorded.cases)('$line', ({ line, ...expected }) => {
  call('apt-mark hold openssl')
  const before = versions()
  expect(call(line)).toEqual(expected)
  expect(versions()).toEqual(before)
})

test('what is held stays, through later changes too, until it is no longer', () => {
  expect(call('apt-mark hold openssl htop')).toEqual(says('openssl set on hold.\nhtop set on hold.\n'))
  expect(call('apt-get -y -qq dist-upgrade').exitCode).toBe(0)
  expect(versions()).toEqual(['bash 5.2-1', 'openssl 3.0.1-1', 'tzdata 2025b-0'])
  expect(call('apt-mark showhold')).toEqual(says('htop\nopenssl\n'))
  expect(call('dpkg --get-selections').stdout).toBe(
    'bash\t\t\t\t\t\tinstall\nopenssl\t\t\t\t\t\thold\ntzdata\t\t\t\t\t\tinstall\n',
  )
  expect(call('dpkg-query -W -f \x24{db:Status-Abbrev} openssl')).toEqual(says('hi '))
  expect(call('dpkg --set-selections', { stdin: 'openssl install\n' })).toEqual(says(''))
  expect(call('apt-mark unhold htop')).toEqual(says('Canceled hold on htop.\n'))
  expect(call('apt-mark showhold')).toEqual(says(''))
  expect(call('apt-get -y upgrade').exitCode).toBe(0)
  expect(versions()).toEqual(['bash 5.2-1', 'openssl 3.0.2-1', 'tzdata 2025b-0'])
})

test('autoremove takes what nobody asked for by name', () => {
  expect(call('apt-mark auto bash tzdata')).toEqual(
    says('bash set to automatically installed.\ntzdata set to automatically installed.\n'),
  )
  expect(call('apt-get install tzdata').stdout).toBe(`Reading package lists...
Building dependency tree...
Reading state information...
tzdata is already the newest version (2025b-0).
tzdata set to manually installed.
The following package was automatically installed and is no longer required:
  bash
Use 'apt autoremove' to remove it.
0 upgraded, 0 newly installed, 0 to remove and 2 not upgraded.
`)
  expect(call('apt-get -y --purge autoremove').exitCode).toBe(0)
  expect(versions()).toEqual(['openssl 3.0.1-1', 'tzdata 2025b-0'])
  expect(call('apt-mark showauto')).toEqual(says(''))
})

test('with -qq only dpkg is heard, and nothing is asked', () => {
  expect(call('apt-get -qq update')).toEqual(says(''))
  expect(call('apt-get -qq install tzdata')).toEqual(says(''))
  expect(call('apt-get -qq remove bash').stdout.split('\n').slice(-3)).toEqual([
    '(Reading database ... 2790 files and directories currently installed.)',
    'Removing bash (5.1-1) ...',
    '',
  ])
  expect(call('apt-get -qq install htop').stdout.split('\n')[0]).toBe('Selecting previously unselected package htop.')
  expect(versions()).toEqual(['htop 3.2.2-2', 'openssl 3.0.1-1', 'tzdata 2025b-0'])
})

test.each(['check', 'clean', 'autoclean', '-y autoremove', 'install htop=3.2.2-2', '--reinstall install tzdata'])(
  'apt-get %s goes well',
  line => {
    expect(call(`apt-get ${line}`)).toMatchObject({ stderr: '', exitCode: 0 })
  },
)

test('--assume-no gives the answer itself', () => {
  expect(call('apt-get --assume-no remove bash')).toEqual(
    says(
      `Reading package lists...
Building dependency tree...
Reading state information...
The following packages will be REMOVED:
  bash
0 upgraded, 0 newly installed, 1 to remove and 1 not upgraded.
After this operation, 262 kB disk space will be freed.
Do you want to continue? [Y/n] N
Abort.
`,
      '',
      1,
    ),
  )
})

test.each([
  [
    'apt-get check',
    'E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?\n',
  ],
  [
    'apt-get autoclean',
    'E: Could not open lock file /var/cache/apt/archives/lock - open (13: Permission denied)\nE: Unable to lock the download directory\n',
  ],
  [
    'apt-get -qq update',
    'E: Could not open lock file /var/lib/apt/lists/lock - open (13: Permission denied)\nE: Unable to lock directory /var/lib/apt/lists/\n',
  ],
  [
    'apt-mark hold bash',
    'dpkg: error: required read/write access to the dpkg database directory /var/lib/dpkg\nE: Sub-process dpkg --set-selections returned an error code (2)\nE: Executing dpkg failed. Are you root?\n',
  ],
])('%s is for root', (line, stderr) => {
  expect(call(line, { user: 'joe' })).toEqual(says('', stderr, 100))
})

test.each([
  ['apt-get install ^(ba)sh', "apt-get: mockvm doesn't do the regular expression ^(ba)sh yet\n"],
  ['apt-get install ?name(bash)', "apt-get: mockvm doesn't do the pattern ?name(bash) yet\n"],
  ['apt-get -d install htop', "apt-get: mockvm doesn't do -d yet\n"],
  ['apt-get install /etc/debian_version.deb', "apt-get: mockvm doesn't do /etc/debian_version.deb yet\n"],
  ['dpkg -i /etc/debian_version.deb', "dpkg: mockvm doesn't do --install yet\n"],
])('%s is refused', (line, stderr) => {
  guest.files.writeFile('/etc/debian_version.deb', 'x')
  expect(call(line)).toMatchObject({ stderr, exitCode: 1 })
})

test('apt-cache madison names what could be installed', () => {
  const archive = 'http://deb.debian.org/debian bookworm/main amd64 Packages'
  expect(call('apt-cache madison bash nosuch tzdata')).toEqual(
    says(`      bash |      5.2-1 | ${archive}\n    tzdata |    2025b-0 | ${archive}\n`),
  )
})

// As apt 2.6 prints.
test('without a command apt and apt-get print their help and fail, and with help they do not fail', () => {
  const none = call('apt-get')
  expect(none).toMatchObject({ stderr: '', exitCode: 1 })
  expect(none.stdout.split('\n').slice(0, 5)).toEqual([
    'apt 2.6.1 (amd64)',
    'Usage: apt-get [options] command',
    '       apt-get [options] install|remove pkg1 [pkg2 ...]',
    '       apt-get [options] source pkg1 [pkg2 ...]',
    '',
  ])
  expect(none.stdout.endsWith('\n                                        This APT has Super Cow Powers.\n')).toBe(true)
  expect(call('apt-get help')).toEqual(says(none.stdout))
  expect(call('apt-get -h')).toEqual(says(none.stdout))
  expect(call('apt')).toMatchObject({ stderr: '', exitCode: 1 })
  expect(call('apt --help').stdout.split('\n')[1]).toBe('Usage: apt [options] command')
})

test.each(['--with-new-pkgs', '--without-new-pkgs'])('%s is for upgrades', option => {
  expect(call(`apt-get -y upgrade ${option}`)).toMatchObject({ stderr: '', exitCode: 0 })
  expect(versions()).toContain('bash 5.2-1')
  expect(call(`apt-get -s ${option} install htop`)).toEqual(
    says('', `E: Command line option ${option} is not understood in combination with the other options\n`, 100),
  )
})
