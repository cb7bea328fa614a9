import type { ProgramOutcome } from '../../programs/program.js'

/** The options of a command line, in small letters: "/s" of `/S` or `-s`. What else stands there is left as it is. */
export function readOptions(args: readonly string[]): readonly string[] {
  return args.map(word => (/^[/-][A-Za-z?]/.test(word) ? `/${word.slice(1).toLowerCase()}` : word))
}

/** Lines as Windows ends them. */
export function lines(...text: readonly string[]): string {
  return text.map(line => `${line}\r\n`).join('')
}

/** Nobody shall take for Windows what isn't. */
export function notSimulated(what: string): ProgramOutcome {
  return { exitCode: 1, stderr: lines(`mockvm: ${what}; add the command line to the scenario's programs`) }
}
