// docs/qmp.md, from the registry of the monitor.
import { qmpEvents } from '../../src/monitor/qmp/events.ts'
import { qmpCommands } from '../../src/monitor/qmp/registry.ts'
import { memberTable, reference, typeSections } from '../describe-types.mjs'

export const file = 'docs/qmp.md'

const commands = qmpCommands.toSorted(byName)
const events = qmpEvents.toSorted(byName)
const used = [...commands.flatMap(({ args, returns }) => [args, returns]), ...events.map(({ data }) => data)]

export const text = `# QMP

Generated from the registry of the monitor by \`npm run docs\`. The ${commands.length} commands and ${events.length} events that the QEMU around a
mockvm guest has: those that tell how the guest is and move it, and those that libvirt and others need to be there. What
is not listed here answers \`CommandNotFound\`, as in a QEMU that doesn't have it, and query-commands doesn't list it.

A monitor speaks as QEMU 7.2 does, byte for byte: greeting, negotiation, errors, the order of members, line ends (CR LF),
one client at a time, \`exec-oob\` once it is negotiated, and several lines a message where it was asked for pretty ones.
The version of the scenario (\`qemu.version\`) decides which commands there are.

What differs from a real one: threads of vCPUs have numbers that no thread of the host has; QEMU knows nothing of the
disks and network cards that the guest has; the tree of objects holds the machine, its vCPUs, its hardware clock, the
port of the agent and what \`-device\` and \`-object\` name; query-qmp-schema describes what is listed here and nothing
else. What QEMU could do and mockvm can't answers \`mockvm: … is not simulated\`.

| command | since | what it does |
| --- | --- | --- |
${commands.map(({ name, since, doc }) => `| [${name}](#${name}) | ${since} | ${doc} |`).join('\n')}

| event | since | what it tells |
| --- | --- | --- |
${events.map(({ name, since, doc }) => `| [${name}](#${name.toLowerCase()}) | ${since} | ${doc} |`).join('\n')}

${commands.map(commandSection).join('\n\n')}

${events.map(eventSection).join('\n\n')}

${typeSections(used)}
`

function commandSection({ name, doc, args, returns, allowsOob, takesMore }) {
  const notes = [
    ...(allowsOob ? ['May come as `exec-oob`.'] : []),
    ...(takesMore ? ['Further arguments are accepted.'] : []),
  ]
  return [
    `## ${name}`,
    doc,
    ...notes,
    `Arguments: ${members(args)}`.trimEnd(),
    `Returns: ${returns === undefined ? '`{}`' : reference(returns)}`,
  ].join('\n\n')
}

function eventSection({ name, doc, data, isLimited }) {
  const limit = 'Once a second at most: of those that come within a second the last is told at its end.'
  return [
    `## ${name}`,
    doc,
    ...(isLimited ? [limit] : []),
    `Data: ${data === undefined ? 'none' : members(data)}`.trimEnd(),
  ].join('\n\n')
}

function members(struct) {
  return Object.keys(struct.members).length === 0 ? 'none' : `\n\n${memberTable(struct)}\n`
}

function byName(a, b) {
  return a.name < b.name ? -1 : 1
}
