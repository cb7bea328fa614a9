/** Forms and queries as pveproxy reads them: bytes, as characters U+0000 to U+00FF. */

/** Gives bytes too. A % that no two hexadecimal digits follow stands for itself. */
export function percentDecode(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)))
}

/**
 * By their names. Pairs end at & and at ;. What has no = is undefined, as if it were missing; a value ends at a second =;
 * the values of a name that is given several times stand in one text, NULs between them. Values are UTF-8, names aren't.
 */
export function readForm(text: string): Map<string, string | undefined> {
  const parameters = new Map<string, string | undefined>()
  for (const pair of text.split(/[&;]/)) {
    if (pair === '') continue
    const [name = '', value] = pair.split('=').map(part => percentDecode(part.replaceAll('+', ' ')))
    const before = parameters.get(name)
    const text = value === undefined ? undefined : Buffer.from(value, 'latin1').toString()
    parameters.set(name, text === undefined || before === undefined ? text : `${before}\0${text}`)
  }
  return parameters
}
