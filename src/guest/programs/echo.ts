import { OCTAL_WITH_ZERO, readEscape } from './escapes.js'
import { type Tool, tool } from './tool.js'

/** Only words made of n, e and E alone are options; all else is printed. */
export const echo = tool(tool => {
  const words = [...tool.args]
  let newline = true
  let escapes = false
  while (/^-[neE]+$/.test(words[0] ?? '')) {
    for (const letter of words.shift() ?? '') {
      if (letter === 'n') newline = false
      if (letter !== '-' && letter !== 'n') escapes = letter === 'e'
    }
  }
  const text = words.join(' ')
  const stopped = escapes ? printEscaped(tool, text) : tool.print(text)
  if (newline && stopped !== true) tool.print('\n')
})

/** True when `\c` ended the output. */
function printEscaped(tool: Tool, text: string): boolean {
  for (let rest = text; rest !== ''; ) {
    if (!rest.startsWith('\\')) {
      const plain = rest.split('\\', 1)[0] ?? ''
      tool.print(plain)
      rest = rest.slice(plain.length)
      continue
    }
    const sequence = readEscape(rest, OCTAL_WITH_ZERO)
    tool.print(sequence.bytes)
    if (sequence.stop) return true
    rest = rest.slice(sequence.length)
  }
  return false
}
