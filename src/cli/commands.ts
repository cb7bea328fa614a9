import { Command } from 'commander'
import { commands } from '../commands/registry.js'
import { systemsText } from '../commands/systems-text.js'
import { type Descriptor, isAlternate, isEnum, isList, isStruct, typeName } from '../qapi/descriptor.js'
import { sinceText } from '../qapi/since-text.js'
import { nearest } from '../scenario/did-you-mean.js'
import { table } from '../table.js'
import { OK, usageError } from './exit-status.js'
import type { Subcommand } from './program.js'

type Definition = (typeof commands)[number]

/** `mockvm commands [name]`: what the guest agent understands. */
export const commandsCommand: Subcommand = ({ stdout }, done) =>
  new Command('commands')
    .description('list the commands of the guest agent, or tell all about one, as it is on Linux')
    .argument('[name]', 'a command such as guest-file-open')
    .addHelpText(
      'after',
      '\nWhat an agent on Windows or FreeBSD does otherwise: docs/windows.md, docs/personas.md.' +
        '\n\nExample:\n  mockvm commands guest-file-open',
    )
    .action((name: string | undefined) => {
      stdout.write(name === undefined ? overview() : details(find(name)))
      done(OK)
    })

function overview(): string {
  return table(byName().map(({ name, since, doc }) => [name, since, doc]))
}

function byName(): readonly Definition[] {
  return commands.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function find(name: string): Definition {
  const found = commands.find(command => command.name === name || command.name === `guest-${name}`)
  if (found) return found
  const names = commands.map(command => command.name)
  const meant = nearest(name, names) ?? nearest(`guest-${name}`, names)
  throw usageError(
    `unknown command ${name}. ${meant === undefined ? 'Try mockvm commands.' : `Did you mean ${meant}?`}`,
  )
}

function details(command: Definition): string {
  const { name, since, doc, successResponse } = command
  const args: Descriptor = command.args
  const returns: Descriptor | undefined = command.returns
  const sections = [
    `${name} (since ${since})\n${doc}\nSystems: ${systemsText(command)}\n`,
    section('Arguments', args),
    successResponse ? section('Returns', returns) : 'Returns nothing: a success is not answered.\n',
  ]
  return sections.join('\n')
}

function section(title: string, descriptor: Descriptor | undefined): string {
  const rows = descriptor === undefined ? [] : describe(descriptor, '')
  if (rows.length === 0) return `${title}: none\n`
  return `${title}:\n${table(rows.map(([first = '', ...rest]) => [`  ${first}`, ...rest]))}`
}

/** Name, type and words of each member, those of members indented below them. */
function describe(descriptor: Descriptor, indent: string): string[][] {
  if (isList(descriptor)) return [[`${indent}[${typeName(descriptor.element)}]`], ...inner(descriptor, indent)]
  if (!isStruct(descriptor)) return [[`${indent}${typeName(descriptor)}`, '', descriptor.doc]]
  return Object.entries(descriptor.members).flatMap(([name, member]) => [
    [`${indent}${name}${member.isOptional ? ' (optional)' : ''}`, typeName(member), words(member)],
    ...inner(member, indent),
  ])
}

function inner(descriptor: Descriptor, indent: string): string[][] {
  const element = isList(descriptor) ? descriptor.element : descriptor
  return isStruct(element) ? describe(element, `${indent}  `) : []
}

function words(descriptor: Descriptor): string {
  const since = sinceText(descriptor)
  return [descriptor.doc, values(descriptor), since && `(${since})`].filter(Boolean).join(' ')
}

function values(descriptor: Descriptor): string {
  if (isEnum(descriptor)) return descriptor.values.join(', ')
  return isAlternate(descriptor) ? `(${descriptor.scalar}, or ${descriptor.values.values.join(', ')})` : ''
}
