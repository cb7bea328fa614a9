/** Regular expressions of findstr.exe: `. * ^ $ [a-z] [^x] \< \> \c`, and nothing else. */

export function findstrPattern(text: string, isLiteral: boolean): string {
  if (isLiteral) return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return text.replace(
    /\\<|\\>|\\(.)|\[(\^?)((?:[^\]\\]|\\.)+)\]|[.^$*]|[+?{}()|[\]\\]/g,
    (part, escaped?: string, not?: string, set?: string) => {
      if (part === '\\<' || part === '\\>') return '\\b'
      if (escaped !== undefined) return escaped.replace(/[.*+?^${}()|[\]\\]/, '\\$&')
      if (set !== undefined) return `[${not}${set.replace(/[[\]^]/g, '\\$&')}]`
      return /^[.^$*]$/.test(part) ? part : `\\${part}`
    },
  )
}
