/** What programs answer to --version: the first line of what the real ones print. */
import type { Guest } from '../guest.js'

interface Suite {
  /** The package that tells the version where the guest knows it, without its epoch and revision. */
  readonly package: string
  /** That of Debian 12, whose programs these are. */
  readonly version: string
  line(name: string, version: string): string
  readonly names: string
}

const SUITES: readonly Suite[] = [
  {
    ...{ package: 'coreutils', version: '9.1', line: (name, version) => `${name} (GNU coreutils) ${version}` },
    names:
      'arch base32 base64 basename cat chgrp chmod chown chroot comm cp cut date dd df dirname du env expand expr fold groups ' +
      'head id install join ln logname ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup nproc numfmt od paste pathchk ' +
      'printenv printf pwd readlink realpath rm rmdir seq sha1sum sha256sum sha512sum shuf sleep sort split stat stdbuf stty ' +
      'sync tac tail tee timeout touch tr truncate tty uname unexpand uniq unlink users wc who whoami yes',
  },
  {
    ...{ package: 'util-linux', version: '2.38.1', line: (name, version) => `${name} from util-linux ${version}` },
    names:
      'blkid blockdev column dmesg fallocate findmnt flock fsfreeze fstrim getopt hd hexdump hwclock ionice lsblk lscpu losetup ' +
      'mkswap mount mountpoint rev runuser setsid su swapoff swapon umount uuidgen',
  },
  {
    ...{ package: 'procps', version: '4.0.2', line: (name, version) => `${name} from procps-ng ${version}` },
    names: 'free pgrep pidwait pkill pmap ps sysctl uptime vmstat w watch',
  },
  {
    ...{ package: 'findutils', version: '4.9.0', line: (name, version) => `${name} (GNU findutils) ${version}` },
    names: 'find xargs',
  },
  {
    ...{ package: 'diffutils', version: '3.8', line: (name, version) => `${name} (GNU diffutils) ${version}` },
    names: 'cmp diff',
  },
  {
    ...{ package: 'grep', version: '3.8', line: (_, version) => `grep (GNU grep) ${version}` },
    names: 'egrep fgrep grep',
  },
  {
    ...{ package: 'gzip', version: '1.12' },
    line: (name, version) => (name === 'gzip' ? `gzip ${version}` : `${name} (gzip) ${version}`),
    names: 'gunzip gzip zcat',
  },
  { ...{ package: 'sed', version: '4.9', line: (_, version) => `sed (GNU sed) ${version}` }, names: 'sed' },
  { ...{ package: 'tar', version: '1.34', line: (_, version) => `tar (GNU tar) ${version}` }, names: 'tar' },
  { ...{ package: 'jq', version: '1.6', line: (_, version) => `jq-${version}` }, names: 'jq' },
  { ...{ package: 'mawk', version: '1.3.4 20200120', line: (_, version) => `mawk ${version}` }, names: 'awk mawk' },
  {
    ...{ package: 'gettext-base', version: '0.21' },
    line: (_, version) => `envsubst (GNU gettext-runtime) ${version}`,
    names: 'envsubst',
  },
  // As BASH_VERSION has it in every guest.
  {
    ...{ package: '', version: '5.2.15(1)-release' },
    line: (_, version) => `GNU bash, version ${version} (x86_64-pc-linux-gnu)`,
    names: 'bash',
  },
]

const byName = new Map(SUITES.flatMap(suite => suite.names.split(' ').map(name => [name, suite] as const)))

/** With its newline; undefined for a program of which nothing is known, and where the tools are not those of GNU. */
export function versionText(guest: Guest, name: string): string | undefined {
  const suite = byName.get(name)
  if (suite === undefined || guest.packages.get('coreutils') === undefined) return undefined
  const known = guest.packages
    .get(suite.package)
    ?.version.replace(/^\d+:/, '')
    .replace(/-[^-]*$/, '')
  return `${suite.line(name, known ?? suite.version)}\n`
}

/** How those are asked that don't read their options as getopt_long(3) does. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  awk: ['-W version', '-Wversion', '-Wv', '-W v'],
  bash: ['--version'],
  cmp: ['--version', '-v'],
  egrep: ['--version', '-V'],
  fgrep: ['--version', '-V'],
  find: ['--version', '-version'],
  flock: ['-V'],
  grep: ['--version', '-V'],
  gunzip: ['--version', '-V'],
  gzip: ['--version', '-V'],
  hexdump: ['-V'],
  jq: ['--version', '-V'],
  mawk: ['-W version', '-Wversion', '-Wv', '-W v'],
  tar: ['--version'],
  zcat: ['--version', '-V'],
}

/** Whether a call of one of those is nothing but that question. */
export function asksForVersion(name: string, args: readonly string[]): boolean {
  const words = WORDS[name] ?? []
  return words.some(word => args[0] === word || `${args[0]} ${args[1]}` === word)
}
