/** What a real agent is never allowed to do: it acts on the machine that the tests run on. */

/** They would stop, freeze or change this machine. Each answers that it is disabled. */
export const NEVER_RUN: readonly string[] = [
  'guest-shutdown',
  'guest-set-time',
  'guest-fsfreeze-freeze',
  'guest-fsfreeze-freeze-list',
  'guest-suspend-disk',
  'guest-suspend-ram',
  'guest-suspend-hybrid',
  'guest-set-vcpus',
  'guest-set-memory-blocks',
  'guest-set-user-password',
  'guest-fstrim',
]

/** Options that can't take anything off the list: hooks, verbosity, a log, more commands to block. */
const HARMLESS = [
  /^-F/,
  /^--fsfreeze-hook(?:=|$)/,
  /^-v$/,
  /^--verbose$/,
  /^--logfile=/,
  /^--(?:block-rpcs|blacklist)=/,
]

/** Throws RangeError for arguments that could give the agent back what is taken from it. */
export function checkArguments(args: readonly string[]): void {
  const bad = args.find((arg, index) => {
    if (arg === '-b' || arg === '-l') return args[index + 1] === undefined
    if (args[index - 1] === '-b' || args[index - 1] === '-l') return false
    return !HARMLESS.some(pattern => pattern.test(arg))
  })
  if (bad !== undefined) {
    throw new RangeError(`args: expected -b LIST, -l FILE, -F[PATH] or -v, which can't enable a command, got ${bad}`)
  }
}
