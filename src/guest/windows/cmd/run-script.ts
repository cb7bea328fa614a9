/** A script: its lines one after the other, and what it has changed for itself only. */
import { EndScript, ExitShell } from './ending.js'
import { Script, type ScriptCall } from './script.js'
import type { Running, Shell } from './shell.js'

/** Scripts in scripts: cmd.exe gives up when its stack is full, which is about here. */
const DEEPEST = 280

type RunLine = (shell: Shell, script: Script, line: string) => Running

export function* runScript(shell: Shell, call: ScriptCall, runLine: RunLine): Running {
  const outer = shell.script
  const script = new Script(call, (outer?.depth ?? 0) + 1)
  if (script.depth > DEEPEST) return yield* giveUp(shell)
  shell.script = script
  try {
    for (let line = script.next(); line !== undefined; line = script.next()) yield* runLine(shell, script, line)
    return shell.errorlevel
  } catch (error) {
    if (!(error instanceof EndScript)) throw error
    shell.errorlevel = error.code
    return error.code
  } finally {
    for (const local of script.locals.reverse()) restoreLocal(shell, local)
    shell.script = outer
  }
}

function* giveUp(shell: Shell): Running {
  yield* shell.complain(
    '******  B A T C H   R E C U R S I O N  exceeds STACK limits ******',
    `Recursion Count=${DEEPEST}, Stack Usage=90 percent`,
    '******       B A T C H   PROCESSING IS   A B O R T E D      ******',
  )
  throw new ExitShell(1)
}

function restoreLocal(shell: Shell, { environment, folder, isDelayed }: Script['locals'][number]): void {
  shell.environment = environment
  shell.isDelayed = isDelayed
  if (shell.disk.isFolder(folder)) shell.enter(folder)
}
