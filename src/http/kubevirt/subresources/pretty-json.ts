/** JSON as virt-api writes it: indented by one blank more than anybody expects, and safe in HTML. */

import type { HttpJson } from '../../json.js'

/** Go's encoder escapes them, lest a browser take them for markup, or for the ends of lines. */
const ESCAPED = /[<>&\u2028\u2029]/g

/** Members stay in their order. */
export function prettyJson(value: HttpJson): string {
  const lines = JSON.stringify(value, null, 1).split('\n')
  return lines.join('\n ').replace(ESCAPED, it => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
