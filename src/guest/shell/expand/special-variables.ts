/** Variables that the shell computes at each look, and those that it has set when it starts. */
import { commandHead } from '../builtins/function-text.js'
import { ShellError } from '../control.js'
import type { Shell } from '../shell.js'
import type { Computed } from '../variables.js'

const SECOND = 1_000_000_000n
/** Of Debian 12. */
const VERSION = '5.2.15(1)-release'
const VERSION_INFO = ['5', '2', '15', '1', 'release', 'x86_64-pc-linux-gnu']

/** To be called for a new shell, and again for the same in another process. */
export function specialVariables(shell: Shell): void {
  const { variables, task, dialect } = shell
  variables.secondsFrom ??= task.guest.clock.inGuest()
  const computed = dialect.isBash ? { ...common(shell), ...ofBash(shell) } : common(shell)
  for (const [name, it] of Object.entries(computed)) variables.compute(name, it)
  if (dialect.name === 'ash') {
    for (const [name, it] of Object.entries(drawn(shell))) variables.compute(name, it)
  }
  if (dialect.isBash && shell.subshells === 0) setOfBash(shell)
}

function common(shell: Shell): Record<string, Computed> {
  // A subshell's parent is that of the shell it comes from.
  const ppid = () => String(shell.task.guest.processes.get(shell.shellPid)?.ppid ?? shell.task.ppid)
  // The dash of Debian is built without it.
  const line = shell.dialect.isBash || shell.dialect.name === 'ash'
  return {
    PPID: { get: ppid },
    ...(line && { LINENO: { get: () => String(shell.line) } }),
  }
}

/** Time and chance, in bash and busybox. */
function drawn({ task }: Shell): Record<string, Computed> {
  const { clock, random } = task.guest
  const now = () => clock.now()
  return {
    RANDOM: { get: () => String(random.stream('shell').below(32_768)) },
    EPOCHSECONDS: { get: () => String(now() / SECOND) },
    EPOCHREALTIME: { get: () => `${now() / SECOND}.${String((now() % SECOND) / 1000n).padStart(6, '0')}` },
  }
}

function ofBash(shell: Shell): Record<string, Computed> {
  const { task, variables } = shell
  const { clock, random } = task.guest
  const readonly = (name: string, get: () => string): Computed => ({
    get,
    set: () => {
      throw new ShellError(`${name}: readonly variable`, { endsLine: true })
    },
  })
  const source = () => (shell.isCommandString ? 'environment' : shell.name)
  const list = (elements: () => readonly string[]): Computed => ({ get: () => elements()[0] ?? '', elements })
  return {
    ...drawn(shell),
    SRANDOM: { get: () => String(random.stream('shell').below(4_294_967_296)) },
    SECONDS: {
      get: () => String((clock.inGuest() - (variables.secondsFrom ?? 0n)) / SECOND),
      set: text => {
        variables.secondsFrom = clock.inGuest() - BigInt(/^-?[0-9]+$/.test(text) ? text : 0) * SECOND
      },
    },
    BASH_COMMAND: { get: () => commandHead(shell.command) },
    BASHPID: { get: () => String(task.pid) },
    BASH_SUBSHELL: { get: () => String(shell.subshells) },
    UID: readonly('UID', () => String(task.cred.uid)),
    EUID: readonly('EUID', () => String(task.cred.uid)),
    GROUPS: list(() => task.cred.groups.map(String)),
    FUNCNAME: list(() =>
      shell.calls.length === 0 ? [] : [...shell.calls.map(({ name }) => name), ...outermost(shell)],
    ),
    BASH_LINENO: list(() => shell.calls.map(({ line }) => String(line))),
    BASH_SOURCE: list(() =>
      shell.calls.length === 0 && shell.isCommandString
        ? []
        : [...shell.calls, 0].slice(shell.isCommandString ? 1 : 0).map(source),
    ),
    SHELLOPTS: readonly('SHELLOPTS', () => [...shell.options].sort().join(':')),
    BASHOPTS: readonly('BASHOPTS', () => [...shell.shopt].sort().join(':')),
    _: { get: () => shell.lastWord, set: () => {} },
  }
}

/** A script has a function of its own around all others. */
function outermost(shell: Shell): readonly string[] {
  return shell.isCommandString ? [] : ['main']
}

/** What `set -o` has on in a shell that nobody sits at. */
const OPTIONS = ['braceexpand', 'hashall', 'interactive-comments']

function setOfBash({ variables, task, options }: Shell): void {
  for (const option of OPTIONS) options.add(option)
  const texts = {
    BASH: '/usr/bin/bash',
    BASH_VERSION: VERSION,
    HOSTNAME: task.guest.hostname,
    HOSTTYPE: 'x86_64',
    MACHTYPE: 'x86_64-pc-linux-gnu',
    OSTYPE: 'linux-gnu',
    OPTERR: '1',
    PS4: '+ ',
  }
  for (const [name, text] of Object.entries(texts)) variables.set(name, text)
  variables.setArray('BASH_VERSINFO', VERSION_INFO)
  variables.writable('BASH_VERSINFO').isReadonly = true
  variables.setArray('DIRSTACK', [task.cwd])
  variables.setArray('PIPESTATUS', ['0'])
}
