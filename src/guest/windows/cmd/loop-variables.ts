/** `%i` and `%~nxi` in the text of a loop's body. */
import { modified } from './modifiers.js'
import type { Shell } from './shell.js'

export function expandLoops(shell: Shell, text: string): string {
  if (shell.loops.size === 0 || !text.includes('%')) return text
  return text.replace(/%(~?)([^\s%]+)/g, (whole: string, tilde: string, rest: string) => {
    if (tilde === '') {
      const value = shell.loops.get(rest.charAt(0))
      return value === undefined ? whole : value + expandLoops(shell, rest.slice(1))
    }
    // As many letters as can be modifiers, and behind them one that is a variable.
    const [letters = ''] = /^[fdpnxsatz]*/i.exec(rest) ?? []
    for (let length = letters.length; length >= 0; length--) {
      const value = shell.loops.get(rest.charAt(length))
      if (value === undefined) continue
      const { guest, folder } = shell
      return modified(value, rest.slice(0, length), { guest, folder }) + expandLoops(shell, rest.slice(length + 1))
    }
    return whole
  })
}
