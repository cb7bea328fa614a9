// The table of calls in docs/http.md.
import { readFileSync } from 'node:fs'
import { calls } from '../../src/http/proxmox/calls.ts'

export const file = 'docs/http.md'
const MARK = '<!-- calls of Proxmox VE -->\n\n'

const [above, below] = readFileSync(file, 'utf8').split(MARK)
export const text = above + MARK + table() + below.replace(/^(?:\|.*\n)*/, '')

function table() {
  const rows = calls.map(({ method, path, doc }) => `| ${method} | \`${path}\` | ${doc.replaceAll('|', '\\|')} |\n`)
  return `| | path | what it does |\n| --- | --- | --- |\n${rows.join('')}`
}
