// Writes the second half of docs/faults.md, the failures with their printed time lines, from scenarios/ and examples/failures/; with
// --check only tells whether it is up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import { demoNames, loadDemo } from '../dist/demo/demos.js'
import { timelineOf } from '../dist/demo/timeline-of.js'

const FILE = new URL('../docs/faults.md', import.meta.url)
const MARK = '## The failures\n'

const [byHand] = readFileSync(FILE, 'utf8').split(MARK)
const names = demoNames()
const demos = await Promise.all(names.map(loadDemo))
const sections = []
for (const [index, name] of names.entries()) sections.push(await section(name, demos[index]))

const text = `${byHand}${MARK}
What follows is generated from the scenarios and the demos by \`npm run docs\`. Time lines show seconds since the start, the
client and the direction of bytes (→ to the guest, ← from it); ◀ marks the moment to look at.

| failure | what happens |
| --- | --- |
${names.map((name, index) => `| [${name}](#${name}) | ${demos[index].title} |`).join('\n')}

${sections.join('\n')}`

if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== text) {
    console.error('docs/faults.md is not what the demos show: run `npm run docs`')
    process.exit(1)
  }
} else writeFileSync(FILE, text)

async function section(name, { title, moral }) {
  const [naive, correct] = [await timelineOf(name, 'naive', false), await timelineOf(name, 'correct', false)]
  return `### ${name}

**${title}.**

${story(name)}

\`mockvm serve ${name}\`, \`mockvm demo ${name}\`. A client that believes every line:

\`\`\`text
${shown(naive)}
\`\`\`

One that does it right:

\`\`\`text
${shown(correct)}
\`\`\`

${moral}
`
}

/** The comment at the top of the scenario's file. */
function story(name) {
  const lines = readFileSync(new URL(`../scenarios/${name}.yaml`, import.meta.url), 'utf8').split('\n')
  const end = lines.findIndex(line => !line.startsWith('#'))
  return lines
    .slice(0, end)
    .filter(line => !line.startsWith('# yaml-language-server'))
    .map(line => line.replace(/^# ?/, ''))
    .join('\n')
    .trim()
}

/** A line of the page has its limit. */
function shown(lines) {
  return lines.map(line => (line.length > 150 ? `${line.slice(0, 149)}…` : line)).join('\n')
}
