import { OPTION_NAMES } from '../option-names.js'
import type { Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'
import { readOptions } from './options.js'
import { optionRow, setOption } from './set.js'

/** In the order in which bash lists them. */
export const SHOPT_NAMES: readonly string[] = (
  'autocd assoc_expand_once cdable_vars cdspell checkhash checkjobs checkwinsize cmdhist compat31 compat32 compat40 ' +
  'compat41 compat42 compat43 compat44 complete_fullquote direxpand dirspell dotglob execfail expand_aliases extdebug ' +
  'extglob extquote failglob force_fignore globasciiranges globskipdots globstar gnu_errfmt histappend histreedit ' +
  'histverify hostcomplete huponexit inherit_errexit interactive_comments lastpipe lithist localvar_inherit ' +
  'localvar_unset login_shell mailwarn no_empty_cmd_completion nocaseglob nocasematch noexpand_translation nullglob ' +
  'patsub_replacement progcomp progcomp_alias promptvars restricted_shell shift_verbose sourcepath varredir_close xpg_echo'
).split(' ')

/** What is on in a shell that nobody sits at. */
export const SHOPT_DEFAULTS: readonly string[] = (
  'checkwinsize cmdhist complete_fullquote extquote force_fignore globasciiranges globskipdots hostcomplete ' +
  'interactive_comments patsub_replacement progcomp promptvars sourcepath'
).split(' ')

export const shopt: Builtin = function* (shell, args, name) {
  const options = yield* readOptions(shell, name, args, 'psuqo')
  if (typeof options === 'number') return options
  if (options.has('s') && options.has('u')) {
    return yield* refuse(shell, name, 'cannot set and unset shell options simultaneously')
  }
  const isOfSet = options.has('o')
  const known = isOfSet ? [...OPTION_NAMES] : SHOPT_NAMES
  const isOn = (option: string) => (isOfSet ? shell.options : shell.shopt).has(option)
  const show = (option: string) =>
    options.has('p') ? command(option, isOn(option), isOfSet) : row(shell, option, isOfSet)
  if (options.rest.length === 0) {
    const wanted = options.has('s') ? known.filter(isOn) : options.has('u') ? known.filter(it => !isOn(it)) : known
    if (!options.has('q')) yield* shell.print(wanted.map(show).join(''))
    return 0
  }
  let status = 0
  for (const option of options.rest) {
    if (!known.includes(option)) {
      yield* refuse(shell, name, `${option}: invalid ${isOfSet ? 'option' : 'shell option'} name`)
      status = 1
    } else if ((options.has('s') || options.has('u')) && isOfSet) {
      yield* setOption(shell, name, option, options.has('s'))
    } else if (options.has('s')) shell.shopt.add(option)
    else if (options.has('u')) shell.shopt.delete(option)
    else {
      if (!isOn(option)) status = 1
      if (!options.has('q')) yield* shell.print(show(option))
    }
  }
  return status
}

function command(option: string, isOn: boolean, isOfSet: boolean): string {
  return isOfSet ? `set ${isOn ? '-' : '+'}o ${option}\n` : `shopt -${isOn ? 's' : 'u'} ${option}\n`
}

function row(shell: Shell, option: string, isOfSet: boolean): string {
  return isOfSet ? optionRow(shell, option) : `${option.padEnd(15)}\t${shell.shopt.has(option) ? 'on' : 'off'}\n`
}
