// How the generated pages describe arguments, results and their types.
import { isAlternate, isEnum, isList, isStruct, isUnion, typeName } from '../src/qapi/descriptor.ts'
import { sinceText } from '../src/qapi/since-text.ts'

export function memberTable(struct) {
  const rows = Object.entries(struct.members).map(
    ([name, member]) => `| ${name} | ${reference(member)} | ${member.isOptional ? 'no' : 'yes'} | ${what(member)} |`,
  )
  return ['| member | type | always there | what it is |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

/** Its words, and since when it is so. */
function what(member) {
  const since = sinceText(member)
  return [member.doc, since && `(${since})`].filter(Boolean).join(' ')
}

/** The type's name, with a link where this page describes it. */
export function reference(type) {
  if (isList(type)) return `list of ${reference(type.element)}`
  if (isStruct(type) || isEnum(type) || isAlternate(type) || isUnion(type))
    return `[${typeName(type)}](#${typeName(type).toLowerCase()})`
  return typeName(type)
}

/** A section for each type that has a name and is used by what is given, by name. */
export function typeSections(used) {
  const found = new Map()
  const visit = type => {
    if (isList(type)) return visit(type.element)
    if (isAlternate(type)) visit(type.values)
    if (isUnion(type)) for (const branch of Object.values(type.branches)) Object.values(branch).forEach(visit)
    if (isStruct(type)) for (const member of Object.values(type.members)) visit(member)
    const name = typeName(type)
    if ((isStruct(type) && name !== '') || isEnum(type) || isAlternate(type) || isUnion(type)) found.set(name, type)
  }
  for (const type of used) if (type !== undefined) visit(type)
  const sections = [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type]) => `## ${name}\n\n${describe(type)}`)
  return sections.join('\n\n')
}

function describe(type) {
  if (isEnum(type)) return `One of ${type.values.map(value => `\`"${value}"\``).join(', ')}.`
  if (isAlternate(type)) return `${type.scalar === 'int' ? 'An int' : 'A bool'}, or a ${reference(type.values)}.`
  if (isUnion(type)) {
    const branches = Object.entries(type.branches).map(
      ([value, members]) => `With \`${type.tag}\` \`"${value}"\`:\n\n${memberTable({ members })}`,
    )
    return branches.join('\n\n')
  }
  return memberTable(type)
}
