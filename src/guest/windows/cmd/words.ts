/** The arguments of a command, as cmd.exe cuts them. */

/** Up to blanks, commas, semicolons and equals signs outside of quotes; quotes stay. */
export function words(text: string): string[] {
  return text.match(/(?:"[^"]*"?|[^ \t,;="])+/g) ?? []
}

/** The same for commands with switches: `/s/q` are two, and they may stand close to what is before. */
export function switchesAndNames(text: string): { readonly switches: readonly string[]; readonly names: string[] } {
  const switches: string[] = []
  const names: string[] = []
  for (const word of text.match(/\/[^ \t,;="/]*|(?:"[^"]*"?|[^ \t,;="/])+/g) ?? []) {
    if (word.startsWith('/')) switches.push(word.toLowerCase())
    else names.push(unquoted(word))
  }
  return { switches, names }
}

export function unquoted(word: string): string {
  return word.replaceAll('"', '')
}

/** `name` of a command and what stands behind it. */
export function commandName(text: string): { readonly name: string; readonly rest: string } {
  const bare = text.replace(/^[ \t,;=]+/, '')
  const [whole = bare] = /^(?:"[^"]*"?|[^ \t,;=/"])+/.exec(bare) ?? []
  return { name: whole, rest: bare.slice(whole.length) }
}
