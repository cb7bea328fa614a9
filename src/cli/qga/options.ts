import type { OptionSpec } from './getopt.js'

/**
 * The options of qemu-ga, in the order of its table (getopt lists the possibilities of a shortened one in that order),
 * of all versions together; and, last, those of our own, which have no letters.
 */
export const QGA_OPTIONS = [
  { key: 'help', short: 'h', long: ['help'], argument: 'none' },
  { key: 'version', short: 'V', long: ['version'], argument: 'none' },
  { key: 'dumpConf', short: 'D', long: ['dump-conf'], argument: 'none' },
  { key: 'logfile', short: 'l', long: ['logfile'], argument: 'required' },
  { key: 'pidfile', short: 'f', long: ['pidfile'], argument: 'required' },
  { key: 'fsfreezeHook', short: 'F', long: ['fsfreeze-hook'], argument: 'optional' },
  { key: 'verbose', short: 'v', long: ['verbose'], argument: 'none' },
  { key: 'method', short: 'm', long: ['method'], argument: 'required' },
  { key: 'path', short: 'p', long: ['path'], argument: 'required' },
  { key: 'daemon', short: 'd', long: ['daemonize'], argument: 'none' },
  { key: 'block', short: 'b', long: ['blacklist', 'block-rpcs'], argument: 'required' },
  { key: 'allow', short: 'a', long: ['allow-rpcs'], argument: 'required' },
  { key: 'config', short: 'c', long: ['config'], argument: 'required' },
  { key: 'statedir', short: 't', long: ['statedir'], argument: 'required' },
  { key: 'retryPath', short: 'r', long: ['retry-path'], argument: 'none' },
  { key: 'agentVersion', long: ['agent-version'], argument: 'required' },
  { key: 'scenario', long: ['scenario'], argument: 'required' },
  { key: 'seed', long: ['seed'], argument: 'required' },
] as const satisfies readonly OptionSpec[]

export type QgaOptionKey = (typeof QGA_OPTIONS)[number]['key']

export function help(argv0: string): string {
  return `Usage: ${argv0} [-m <method> -p <path>] [<options>]
A simulated QEMU guest agent, with the command line of the real one.

  -m, --method METHOD      transport; only unix-listen is simulated
  -p, --path PATH          socket path (on this host)
  -l, --logfile FILE       log to this file (on this host) instead of stderr
  -f, --pidfile FILE       with -d, file for the process id (/var/run/qemu-ga.pid)
  -F, --fsfreeze-hook[=PATH]
                           call a script of the guest around freezing (/etc/qemu/fsfreeze-hook); no blank after -F
  -t, --statedir DIR       directory of the guest for persistent state (/var/run)
  -v, --verbose            log everything, not only errors
  -V, --version            print the version and exit
  -d, --daemonize          run in the background
  -b, --blacklist LIST     comma-separated commands to disable, also --block-rpcs; "?" or "help" lists all commands
  -a, --allow-rpcs LIST    comma-separated commands to allow, all others being disabled
  -c, --config FILE        configuration file of qemu-ga's format, also $QGA_CONF
  -D, --dump-conf          print the configuration that results and exit
  -r, --retry-path         accepted, without effect
  -h, --help               this text

Of mockvm's own:
      --agent-version VERSION   the qemu-ga to simulate (2.11.0)
      --scenario NAME           the guest: a name (see mockvm list) or a file
      --seed SEED               what chance draws from

Exit status: 0 success, 1 failure or wrong usage, as the real one; 134 the agent aborted.

Example:
  ${argv0} -m unix-listen -p /tmp/agent.sock -b guest-exec -v
`
}
