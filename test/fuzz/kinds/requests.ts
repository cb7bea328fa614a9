/** Requests for commands, right and wrong, made from what the commands say of their arguments. */
import type { CommandDefinition } from '../../../src/commands/define.js'
import { commands } from '../../../src/commands/registry.js'
import { type Descriptor, isAlternate, isEnum, isList, isStruct } from '../../../src/qapi/descriptor.js'
import type { Chance } from '../chance.js'
import { anyString, anyValue, integer, listOf, memberName, number, objectOf, stringOf } from '../json-text.js'
import { DIR } from '../story.js'
import { NAMES } from '../world.js'

type Member = readonly [name: string, value: string]

/** Values that lead somewhere, by the name of the argument. What isn't here has any value of its type. */
const SENSIBLE: Readonly<Record<string, (chance: Chance, command: string) => string>> = {
  path: (chance, command) =>
    command === 'guest-exec'
      ? stringOf(
          chance,
          chance.oneOf(['true', '/bin/true', 'false', 'no-such', '/no/such/program', '', `${DIR}/script`]),
        )
      : stringOf(chance, `${DIR}/${chance.oneOf([...NAMES, 'nowhere'])}`),
  mode: chance => stringOf(chance, chance.oneOf(['r', 'r', 'rb', 'w', 'a+', 'r+', 'w+b', 'rw', '', 'x', 'R'])),
  handle: chance => chance.oneOf(['1000', '1001', '1002', '0', '-1', '999', '9223372036854775807']),
  pid: chance => chance.oneOf(['0', '-1', '1', '99999999', '4294967296', '-9223372036854775808']),
  count: chance => chance.oneOf(['0', '1', '5', '100', '4096', '-1', '50331649', '9223372036854775807']),
  'buf-b64': chance => stringOf(chance, chance.oneOf(['', 'YQ==', 'YWJj', 'YWJj\nZGVm', '*', '====', 'YQ', 'YWI'])),
  'input-data': chance => stringOf(chance, chance.oneOf(['', 'YQ==', '*', 'YQ'])),
  whence: chance => chance.oneOf(['"set"', '"cur"', '"end"', '0', '1', '2', '3', '-1', '"bad"', '1.0', 'null', 'true']),
  offset: chance => chance.oneOf(['0', '1', '-1', '100', '9223372036854775807', '-9223372036854775808']),
  username: chance => chance.oneOf(['""', '"nobody-here"']),
  keys: chance =>
    listOf(
      chance,
      chance.list(chance.size(3), () => chance.oneOf(['"ssh-rsa AAAA x"', '"#c"', '"a\\nb"', '""'])),
    ),
  env: chance =>
    listOf(
      chance,
      chance.list(chance.size(3), () => chance.oneOf(['"A=1"', '"B"', '""', '"PATH=/no/such"'])),
    ),
}

/** A request for one of the commands, mostly right. */
export function someRequest(chance: Chance): string {
  const command = chance.oneOf(commands)
  return requestFor(chance, command, argumentsFor(chance, command))
}

/** A request with something wrong at every level, now and then. */
export function wildRequest(chance: Chance): string {
  const command = chance.oneOf(commands)
  const members: Member[] = []
  if (!chance.once(20))
    members.push(['"execute"', chance.once(15) ? anyValue(chance, 1) : commandName(chance, command)])
  if (!chance.once(5))
    members.push(['"arguments"', chance.once(20) ? anyValue(chance, 1) : argumentsFor(chance, command)])
  if (chance.once(2)) members.push(['"id"', anyValue(chance)])
  if (chance.once(12))
    members.push(...chance.list(1 + chance.size(12), () => [memberName(chance), anyValue(chance, 1)] as const))
  if (chance.once(25))
    members.push([chance.oneOf(['"exec-oob"', '"control"', '"Execute"', '"error"', '"return"']), anyValue(chance, 1)])
  if (chance.once(25) && members.length > 0) members.push(chance.oneOf(members))
  return objectOf(chance, chance.once(3) ? chance.shuffle(members) : members)
}

function requestFor(chance: Chance, command: CommandDefinition, args: string): string {
  const members: Member[] = [['"execute"', stringOf(chance, command.name)]]
  if (args !== '{}' || chance.once(3)) members.push(['"arguments"', args])
  if (chance.once(4)) members.push(['"id"', anyValue(chance, 2)])
  return objectOf(chance, members)
}

function commandName(chance: Chance, { name }: CommandDefinition): string {
  switch (chance.below(12)) {
    case 0:
      return stringOf(
        chance,
        chance.oneOf([name.toUpperCase(), `${name} `, name.replaceAll('-', '_'), name.slice(1), `${name}\u0000x`]),
      )
    case 1:
      return anyString(chance)
    case 2:
      return stringOf(
        chance,
        chance.oneOf([
          'guest-get-devices',
          'guest-get-load',
          'guest-network-get-route',
          'qmp_capabilities',
          'query-status',
        ]),
      )
    default:
      return stringOf(chance, name)
  }
}

function argumentsFor(chance: Chance, command: CommandDefinition): string {
  const members: Member[] = []
  for (const [name, descriptor] of Object.entries(command.args.members)) {
    if (chance.once(descriptor.isOptional ? 2 : 12)) continue
    members.push([stringOf(chance, name), valueFor(chance, name, descriptor, command.name)])
  }
  // Names that no command has; there is an order to which of them is complained about.
  if (chance.once(6))
    members.push(...chance.list(1 + chance.size(20), () => [memberName(chance), anyValue(chance, 1)] as const))
  if (chance.once(40) && members.length > 0) members.push(chance.oneOf(members))
  return objectOf(chance, chance.once(3) ? chance.shuffle(members) : members)
}

function valueFor(chance: Chance, name: string, descriptor: Descriptor, command: string): string {
  if (chance.once(10)) return anyValue(chance, 2)
  const sensible = SENSIBLE[name]
  // Beside those of our folder no path may be opened: chance might make one up that is there.
  if (sensible !== undefined && (name === 'path' || name === 'username' || !chance.once(4)))
    return sensible(chance, command)
  return typed(chance, descriptor, command)
}

function typed(chance: Chance, descriptor: Descriptor, command: string): string {
  if (isList(descriptor))
    return listOf(
      chance,
      chance.list(chance.size(4), () => typed(chance, descriptor.element, command)),
    )
  if (isStruct(descriptor)) return structFor(chance, descriptor.members, command)
  if (isEnum(descriptor)) return chance.once(3) ? anyString(chance) : stringOf(chance, chance.oneOf(descriptor.values))
  if (isAlternate(descriptor)) return chance.once(2) ? integer(chance) : anyValue(chance, 1)
  switch (descriptor.kind) {
    case 'int':
    case 'uint64':
      return integer(chance)
    case 'number':
      return number(chance)
    case 'bool':
      return chance.oneOf(['true', 'false'])
    default:
      return anyString(chance)
  }
}

function structFor(chance: Chance, members: Readonly<Record<string, Descriptor>>, command: string): string {
  const written: Member[] = Object.entries(members)
    .filter(([, { isOptional }]) => !chance.once(isOptional ? 2 : 8))
    .map(([name, descriptor]) => [stringOf(chance, name), valueFor(chance, name, descriptor, command)])
  if (chance.once(4)) written.push([memberName(chance), anyValue(chance, 1)])
  return objectOf(chance, written)
}
