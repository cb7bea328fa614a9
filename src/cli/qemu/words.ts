import { QemuError } from './error.js'
import { findOption } from './options.js'

/** An option of the command line. */
export interface Word {
  /** Without dashes, aliases resolved; `disk` for a word that is no option: the name of a disk image. */
  readonly name: string
  /** As it stands there, "--name x=1": what complaints begin with. */
  readonly typed: string
  /** Empty for an option that takes none. */
  readonly value: string
}

export const DISK = 'disk'

/** Finds all options before any is acted upon, as QEMU does. Throws QemuError. */
export function readWords(args: readonly string[]): Word[] {
  const words: Word[] = []
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (!arg.startsWith('-')) {
      words.push({ name: DISK, typed: arg, value: arg })
      continue
    }
    const option = findOption(arg.replace(/^--?/, ''))
    if (option === undefined) throw new QemuError(`${arg}: invalid option`)
    if (!option.takesArgument) {
      words.push({ name: option.name, typed: arg, value: '' })
      continue
    }
    const value = rest.shift()
    if (value === undefined) throw new QemuError(`${arg}: requires an argument`)
    words.push({ name: option.name, typed: `${arg} ${value}`, value })
  }
  return words
}
