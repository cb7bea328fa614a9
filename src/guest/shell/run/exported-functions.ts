/** Functions of bash in the environment: how they are written there, and read by the next bash. */
import { functionText } from '../builtins/function-text.js'
import type { Shell } from '../shell.js'
import { sourceOf } from './source-text.js'
import { parseScript } from './syntax.js'

const ENTRY = /^BASH_FUNC_([^=%]+)%%=(\(\) \{[\s\S]*)$/

/** What a program gets: NAME=VALUE of variables and functions that are exported. */
export function environOf(shell: Shell): string[] {
  const functions = [...shell.exportedFunctions].flatMap(name => {
    const known = shell.functions.get(name)
    return known === undefined ? [] : [`BASH_FUNC_${name}%%=${oneLiner(functionText(known))}`]
  })
  return [...shell.variables.environ(), ...functions]
}

/** "f () \n{ \n    echo hi\n}" with a blank where lines are indented. */
function oneLiner(text: string): string {
  const [, , first = '', ...rest] = text.split('\n').map(line => line.replace(/^ +/, ' '))
  return `() { ${[first, ...rest].join('\n')}`
}

/** What is no function there is left alone. */
export function importFunctions(shell: Shell): void {
  for (const entry of shell.task.environ) {
    const [, name, text] = ENTRY.exec(entry) ?? []
    if (name === undefined || text === undefined) continue
    const { script, failure } = parseScript(`${name} ${text}`, shell.dialect)
    const node = script.statements[0]?.pipelines[0]?.commands[0]
    if (failure !== undefined || script.statements.length !== 1 || node?.type !== 'FunctionDef') continue
    shell.functions.set(name, { name, body: node.body, text: sourceOf(node.body) })
    shell.exportedFunctions.add(name)
  }
}
