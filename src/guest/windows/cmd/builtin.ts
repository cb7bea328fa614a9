/** Commands that cmd.exe does itself. */
import type { ScriptCall } from './script.js'
import type { Running, Shell } from './shell.js'

export interface BuiltinCall {
  readonly shell: Shell
  /** In small letters. */
  readonly name: string
  /** What stands behind the name, as it is written. */
  readonly rest: string
  readonly interpreter: Interpreter
}

/** What a command may ask to be executed. */
export interface Interpreter {
  /** A command with its arguments. */
  command(shell: Shell, text: string): Running
  script(shell: Shell, call: ScriptCall): Running
}

export interface Builtin {
  readonly run: (call: BuiltinCall) => Running
  /**
   * When ERRORLEVEL becomes what it ends with: always; only if it fails; if it fails, and in a .cmd file always; never,
   * so that only `&&` and `||` hear of it.
   */
  readonly errorlevel: 'always' | 'failure' | 'cmd files' | 'never'
}

/** For a command that has nothing to wait for. */
export function atOnce(action: (call: BuiltinCall) => number): Builtin['run'] {
  // biome-ignore lint/correctness/useYield: that is what it is for
  return function* (call) {
    return action(call)
  }
}
