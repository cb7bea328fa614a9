import { optionsOf, type QgaOptionKey } from './options.js'

/** What stands before the letters of an option is its key: a version's help has the options of that version. */
const OPTIONS: readonly (readonly [key: QgaOptionKey, option: string, text: string])[] = [
  ['method', '-m, --method METHOD', 'transport; only unix-listen is simulated'],
  ['path', '-p, --path PATH', 'socket path (on this host)'],
  ['logfile', '-l, --logfile FILE', 'log to this file (on this host) instead of stderr'],
  ['pidfile', '-f, --pidfile FILE', 'with -d, file for the process id (/var/run/qemu-ga.pid)'],
  [
    'fsfreezeHook',
    '-F, --fsfreeze-hook[=PATH]',
    'call a script of the guest around freezing (/etc/qemu/fsfreeze-hook); no blank after -F',
  ],
  ['statedir', '-t, --statedir DIR', 'directory of the guest for persistent state (/var/run)'],
  ['verbose', '-v, --verbose', 'log everything, not only errors'],
  ['version', '-V, --version', 'print the version and exit'],
  ['daemon', '-d, --daemonize', 'run in the background'],
  ['block', '-b, --… LIST', 'comma-separated commands to disable; "?" or "help" lists all commands'],
  ['allow', '-a, --allow-rpcs LIST', 'comma-separated commands to allow, all others being disabled'],
  ['config', '-c, --config FILE', "configuration file of qemu-ga's format, also $QGA_CONF"],
  ['dumpConf', '-D, --dump-conf', 'print the configuration that results and exit'],
  ['retryPath', '-r, --retry-path', 'try again every 5 s where the socket can not be opened'],
  ['help', '-h, --help', 'this text'],
]

const OWN = [
  ['--agent-version VERSION', "the qemu-ga to simulate (the scenario's)"],
  ['--scenario NAME', 'the guest: a name (see mockvm list) or a file'],
  ['--seed SEED', 'what chance draws from'],
] as const

const WIDTH = 25

export function help(argv0: string, version: string): string {
  const known = optionsOf(version)
  const long = known.find(({ key }) => key === 'block')?.long[0] ?? ''
  const lines = OPTIONS.filter(([key]) => known.some(option => option.key === key)).map(([, option, text]) =>
    line(`  ${option.replace('…', long)}`, text),
  )
  return `Usage: ${argv0} [-m <method> -p <path>] [<options>]
A simulated QEMU guest agent ${version}, with the command line of the real one.

${lines.join('\n')}

Of mockvm's own:
${OWN.map(([option, text]) => line(`      ${option}`, text)).join('\n')}

Exit status: as that of the real one; 134 the agent aborted.

Example:
  ${argv0} -m unix-listen -p /tmp/agent.sock -b guest-exec -v
`
}

/** An option that is too long for its column has its text on the next line. */
function line(option: string, text: string): string {
  const padded = option.padEnd(WIDTH)
  return padded.length > WIDTH - 1 && !padded.endsWith('  ')
    ? `${option}\n${' '.repeat(WIDTH + 1)}${text}`
    : `${padded} ${text}`
}
