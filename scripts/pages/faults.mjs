// The second half of docs/faults.md, the failures with their printed time lines, from scenarios/ and examples/failures/.
import { readFileSync } from 'node:fs'
import { demoNames, loadDemo } from '../../src/demo/demos.ts'
import { timelineOf } from '../../src/demo/timeline-of.ts'

export const file = 'docs/faults.md'
const MARK = '## The failures\n'

const [byHand] = readFileSync(file, 'utf8').split(MARK)
const names = demoNames()
const demos = await Promise.all(names.map(loadDemo))
const sections = []
for (const [index, name] of names.entries()) sections.push(await section(name, demos[index]))

export const text = `${byHand}${MARK}
What follows is generated from the scenarios and the demos by \`npm run docs\`. Time lines show seconds since the start, the
client and the direction of bytes (→ to the guest, ← from it); ◀ marks the moment to look at.

| failure | what happens |
| --- | --- |
${names.map((name, index) => `| [${name}](#${name}) | ${demos[index].title} |`).join('\n')}

${sections.join('\n')}`

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
  const lines = readFileSync(`scenarios/${name}.yaml`, 'utf8').split('\n')
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
