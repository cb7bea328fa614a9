/** The builtins of each shell. */
import type { Dialect } from '../dialect.js'
import { alias, unalias } from './alias.js'
import type { Builtin, Builtins, Declaration } from './builtin.js'
import { cd, pwd } from './cd.js'
import { builtinOf, commandOf } from './command.js'
import { breakLoop, continueLoop, evaluateText, exit, replaceShell, returnFrom, source } from './control.js'
import { declare, declareAll, local } from './declare.js'
import { exportPlain, localPlain, readonlyPlain } from './declare-plain.js'
import { ofText } from './declared-words.js'
import { dirs, popd, pushd } from './directory-stack.js'
import { echo } from './echo.js'
import { getopts } from './getopts.js'
import { hash } from './hash.js'
import { background, disown, foreground, jobs, suspend } from './jobs.js'
import { kill } from './kill.js'
import { letAll } from './let.js'
import { bind, caller, compgenOf, complete, enableOf, helpOf, history, logout, times } from './little.js'
import { mapfile } from './mapfile.js'
import { fail, succeed } from './plain.js'
import { printf } from './printf.js'
import { read } from './read.js'
import { set } from './set.js'
import { shift } from './shift.js'
import { shopt } from './shopt.js'
import { SPECIAL } from './special.js'
import { bracket, test } from './test.js'
import { trap } from './trap.js'
import { typeOf } from './type.js'
import { ulimit } from './ulimit.js'
import { umask } from './umask.js'
import { unset } from './unset.js'
import { wait } from './wait.js'

type Named = readonly (readonly [string, Builtin])[]

/** Of every shell. */
const COMMON: Named = [
  ['.', source],
  [':', succeed],
  ['[', bracket],
  ['alias', alias],
  ['bg', background],
  ['break', breakLoop],
  ['cd', cd],
  ['continue', continueLoop],
  ['echo', echo],
  ['eval', evaluateText],
  ['exec', replaceShell],
  ['exit', exit],
  ['false', fail],
  ['fg', foreground],
  ['getopts', getopts],
  ['hash', hash],
  ['jobs', jobs],
  ['kill', kill],
  ['printf', printf],
  ['pwd', pwd],
  ['read', read],
  ['return', returnFrom],
  ['set', set],
  ['shift', shift],
  ['test', test],
  ['times', times],
  ['trap', trap],
  ['true', succeed],
  ['ulimit', ulimit],
  ['umask', umask],
  ['unalias', unalias],
  ['unset', unset],
  ['wait', wait],
]

const PLAIN_DECLARATIONS: Named = [
  ['export', exportPlain],
  ['local', localPlain],
  ['readonly', readonlyPlain],
]

const OF_DASH: Named = [...PLAIN_DECLARATIONS, ['chdir', cd]]
const OF_ASH: Named = [...PLAIN_DECLARATIONS, ['chdir', cd], ['history', history], ['let', letAll], ['source', source]]

const OF_BASH: Named = [
  ['bind', bind],
  ['caller', caller],
  ['complete', complete],
  ['compopt', complete],
  ['dirs', dirs],
  ['disown', disown],
  ['fc', history],
  ['history', history],
  ['let', letAll],
  ['logout', logout],
  ['mapfile', mapfile],
  ['popd', popd],
  ['pushd', pushd],
  ['readarray', mapfile],
  ['shopt', shopt],
  ['source', source],
  ['suspend', suspend],
]

const DECLARATIONS: readonly (readonly [string, Declaration])[] = [
  ['declare', declare],
  ['export', declare],
  ['local', local],
  ['readonly', declare],
  ['typeset', declare],
]

const ofBash = assemble(OF_BASH, new Map(DECLARATIONS))
const ofDash = assemble(OF_DASH, new Map())
const ofAsh = assemble(OF_ASH, new Map())

export function builtinsOf({ name }: Dialect): Builtins {
  return name === 'bash' ? ofBash : name === 'ash' ? ofAsh : ofDash
}

/** Those that tell of builtins know all of them, themselves included. */
function assemble(own: Named, declarations: Builtins['declarations']): Builtins {
  const builtins = new Map<string, Builtin>([...COMMON, ...own])
  // Whoever comes to them by another way (`command export`, "$name") has their words expanded like any others.
  for (const name of declarations.keys()) {
    builtins.set(name, (shell, args) => declareAll(shell, args.map(ofText), name))
  }
  const names = () => [...new Set([...builtins.keys(), ...declarations.keys()])].sort()
  const isBuiltin = (name: string) => builtins.has(name) || declarations.has(name)
  builtins.set('command', commandOf(isBuiltin))
  builtins.set('type', typeOf(isBuiltin))
  if (declarations.size > 0) {
    builtins.set(
      'builtin',
      builtinOf(name => builtins.get(name)),
    )
    builtins.set('compgen', compgenOf(names))
    builtins.set('enable', enableOf(names))
    builtins.set('help', helpOf(names))
  }
  return { builtins, declarations, special: SPECIAL }
}
