/** What a shell's variables and options are when it starts. */
import { SHOPT_DEFAULTS } from './builtins/shopt.js'
import { specialVariables } from './expand/special-variables.js'
import type { Shell } from './shell.js'
import { isName } from './variables.js'

/** Of Debian's bash: what it sets when nobody has. */
const BASH_PATH = '/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin:.'
const DASH_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

export function startVariables(shell: Shell): void {
  const { task, dialect, variables } = shell
  specialVariables(shell)
  for (const [name, text] of Object.entries(task.env)) {
    if (!isName(name)) continue
    const variable = variables.writable(name)
    variable.text = text
    variable.isExported = true
  }
  if (variables.text('PATH') === undefined) variables.set('PATH', dialect.isBash ? BASH_PATH : DASH_PATH)
  variables.set('PWD', task.cwd)
  variables.set('IFS', ' \t\n')
  variables.set('OPTIND', '1')
  if (dialect.isBash) {
    variables.set('SHLVL', String(Number(variables.text('SHLVL') ?? 0) + 1))
    for (const name of ['PWD', 'SHLVL']) variables.writable(name).isExported = true
    for (const option of SHOPT_DEFAULTS) shell.shopt.add(option)
    if (variables.text('_') === undefined) shell.lastWord = task.argv[0] ?? ''
  }
  variables.writable('PWD').isExported = true
  variables.set('PS4', '+ ')
}
