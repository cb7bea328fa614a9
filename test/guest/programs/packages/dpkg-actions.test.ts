import { beforeEach, expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { load } from '../../../scenario/vocabulary.js'
import { run } from '../guest.js'

const PACKAGES = {
  bash: { version: '5.1-1', files: ['/bin/bash', '/usr/share/doc/bash/README'] },
  coreutils: { version: '9.1-1', files: ['/bin/ls', '/usr/share/doc/coreutils/README'] },
  htop: { version: '3.2.2-2', installed: false },
}
const USAGE = `
Type dpkg --help for help about installing and deinstalling packages [*];
Use 'apt' or 'aptitude' for user-friendly package management;
Type dpkg -Dhelp for a list of dpkg debug flag values;
Type dpkg --force-help for a list of forcing options;
Type dpkg-deb --help for help about manipulating *.deb files;

Options marked [*] produce a lot of output - pipe it through 'less' or 'more' !
`
const UNKNOWN = `dpkg: warning: package not in status nor available database at line 1: nosuch
dpkg: warning: found unknown packages; this might mean the available database
is outdated, and needs to be updated through a frontend method;
please see the FAQ <https://wiki.debian.org/Teams/Dpkg/FAQ#set-selections>
`

let guest: Guest

beforeEach(() => {
  guest = new Guest(load({ os: { release: 'ID=debian\n' }, users: { joe: {} }, packages: PACKAGES }).guest)
})

function call(line: string, surroundings: Parameters<typeof run>[2] = {}) {
  const { stdout, stderr, exitCode } = run(guest, line.split(' '), surroundings)
  return { stdout, stderr, exitCode }
}

const says = (stdout: string, stderr = '', exitCode = 0) => ({ stdout, stderr, exitCode })

// As dpkg 1.21 prints.
test.each([
  ['dpkg -S /bin/ls', says('coreutils: /bin/ls\n')],
  ['dpkg -S *bin/ls', says('coreutils: /bin/ls\n')],
  ['dpkg -S in/l', says('coreutils: /bin/ls\n')],
  ['dpkg -S /usr/share/doc', says('bash, coreutils: /usr/share/doc\n')],
  ['dpkg -S /nosuch /bin/ls', says('coreutils: /bin/ls\n', 'dpkg-query: no path found matching pattern /nosuch\n', 1)],
  [
    'dpkg -S',
    says(
      '',
      'dpkg-query: error: --search needs at least one file name pattern argument\n\nUse --help for help about querying packages.\n',
      2,
    ),
  ],
  ['dpkg -i missing.deb', says('', "dpkg: error: cannot access archive 'missing.deb': No such file or directory\n", 2)],
  ['dpkg -i', says('', `dpkg: error: --install needs at least one package archive file argument\n${USAGE}`, 2)],
  ['dpkg --configure -a', says('')],
  [
    'dpkg --configure bash nosuch',
    says(
      '',
      "dpkg: error processing package bash (--configure):\n package bash is already installed and configured\ndpkg: error processing package nosuch (--configure):\n no package named 'nosuch' is installed, cannot configure\nErrors were encountered while processing:\n bash\n nosuch\n",
      1,
    ),
  ],
  ['dpkg --configure', says('', `dpkg: error: --configure needs at least one package name argument\n${USAGE}`, 2)],
  [
    'dpkg --configure -a bash',
    says('', `dpkg: error: --configure --pending does not take any non-option arguments\n${USAGE}`, 2),
  ],
  ['dpkg -r htop', says('', "dpkg: warning: ignoring request to remove htop which isn't installed\n")],
  ['dpkg -r', says('', `dpkg: error: --remove needs at least one package name argument\n${USAGE}`, 2)],
  [
    'dpkg --no-act -P bash',
    says(
      '(Reading database ... 1860 files and directories currently installed.)\nWould remove or purge bash (5.1-1) ...\n',
    ),
  ],
  [
    'dpkg -r bash',
    says('(Reading database ... 1860 files and directories currently installed.)\nRemoving bash (5.1-1) ...\n'),
  ],
  ['dpkg -i -r bash', says('', `dpkg: error: conflicting actions -r (--remove) and -i (--install)\n${USAGE}`, 2)],
  ['dpkg --frob', says('', `dpkg: error: unknown option --frob\n${USAGE}`, 2)],
  ['dpkg -Z', says('', `dpkg: error: unknown option -Z\n${USAGE}`, 2)],
  ['dpkg -C', says('')],
  [
    'dpkg-query --frob',
    says('', 'dpkg-query: error: unknown option --frob\n\nUse --help for help about querying packages.\n', 2),
  ],
  [
    'dpkg-query -Z -l',
    says('', 'dpkg-query: error: unknown option -Z\n\nUse --help for help about querying packages.\n', 2),
  ],
  [
    'dpkg-query -f',
    says('', 'dpkg-query: error: -f option takes a value\n\nUse --help for help about querying packages.\n', 2),
  ],
  [
    'dpkg-query --showformat',
    says(
      '',
      'dpkg-query: error: --showformat option takes a value\n\nUse --help for help about querying packages.\n',
      2,
    ),
  ],
])('%s', (line, expected) => {
  expect(call(line)).toEqual(expected)
})

test.each([
  ['nosuch hold', says('', UNKNOWN)],
  ['bash frob', says('', 'dpkg: error: unknown wanted status at line 1: frob\n', 2)],
  ['bash', says('', 'dpkg: error: unexpected end of line in package name at line 1\n', 2)],
  ['bash purge extra', says('', 'dpkg: error: unexpected data after package and selection at line 1\n', 2)],
])('the selection "%s"', (stdin, expected) => {
  expect(call('dpkg --set-selections', { stdin: `${stdin}\n` })).toEqual(expected)
})

test.each(['dpkg --configure -a', 'dpkg -r bash'])('%s is for root', line => {
  expect(call(line, { user: 'joe' })).toEqual(
    says('', 'dpkg: error: requested operation requires superuser privilege\n', 2),
  )
})
