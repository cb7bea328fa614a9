// docs/commands.md, from the command registry.
import { commands } from '../../src/commands/registry.ts'
import { systemsText } from '../../src/commands/systems-text.ts'
import { memberTable, reference, typeSections } from '../describe-types.mjs'

export const file = 'docs/commands.md'

const byName = commands.toSorted((a, b) => (a.name < b.name ? -1 : 1))

export const text = `# Commands

Generated from the command registry by \`npm run docs\`. All ${commands.length} commands that agents from 2.11 to 11.1 have, by name, as
the newest has them; what came later than its command says since when it is there. \`mockvm commands NAME\` prints the
same on a terminal.

What a command does is told as it is on Linux; [windows.md](windows.md) and [personas.md](personas.md#freebsd) tell what agents
on Windows and FreeBSD do otherwise, "Systems" where it is there at all. "Disabled" and "not supported" are listed by guest-info,
and answer an error whatever the arguments.

| command | since | what it does |
| --- | --- | --- |
${byName.map(({ name, since, doc }) => `| [${name}](#${name}) | ${since} | ${doc} |`).join('\n')}

${byName.map(section).join('\n\n')}

${typeSections(byName.flatMap(({ args, returns }) => [args, returns]))}
`

function section({ name, since, doc, args, returns, successResponse, whileFrozen, delimited }) {
  const notes = [
    ...(successResponse ? [] : ['Sends nothing when it succeeds.']),
    ...(delimited ? ['The reply is preceded by the byte 0xFF.'] : []),
    ...(whileFrozen ? ['Enabled while file systems are frozen.'] : []),
  ]
  const members = Object.keys(args.members).length === 0 ? 'none' : `\n\n${memberTable(args)}\n`
  return [
    `## ${name}`,
    doc,
    ...notes,
    `Systems: ${systemsText({ name, since })}.`,
    `Arguments: ${members}`.trimEnd(),
    `Returns: ${returns === undefined ? '`{}`' : reference(returns)}`,
  ].join('\n\n')
}
