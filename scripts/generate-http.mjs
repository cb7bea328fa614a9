// Writes the table of calls into docs/http.md; with --check only tells whether it is up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import { calls } from '../dist/http/proxmox/calls.js'

const FILE = new URL('../docs/http.md', import.meta.url)
const MARK = '<!-- calls of Proxmox VE -->\n\n'

const page = readFileSync(FILE, 'utf8')
const [above, below] = page.split(MARK)
const text = above + MARK + table() + below.replace(/^(?:\|.*\n)*/, '')

if (process.argv.includes('--check')) {
  if (page !== text) {
    console.error('docs/http.md does not list the calls that there are: run `npm run docs`')
    process.exit(1)
  }
} else writeFileSync(FILE, text)

function table() {
  const rows = calls.map(({ method, path, doc }) => `| ${method} | \`${path}\` | ${doc.replaceAll('|', '\\|')} |\n`)
  return `| | path | what it does |\n| --- | --- | --- |\n${rows.join('')}`
}
