/** What an expression is worth. */
import type { Wait } from '../../wait.js'
import { runtimeFailure } from './errors.js'
import { callMethod, propertyOf } from './members.js'
import { joined, operate } from './operators.js'
import { Kept, type Session } from './session.js'
import { staticOf } from './statics.js'
import type { Expression } from './syntax/tree.js'
import { asType } from './types.js'
import { Block, fromItems, isTrue, itemsOf, numberOf, Thing, TypeName, textOf, type Value } from './values.js'

type Evaluating = Generator<Wait, Value, void>

export function* evaluate(session: Session, expression: Expression): Evaluating {
  switch (expression.kind) {
    case 'number':
      return expression.value
    case 'text':
      return yield* textOfParts(session, expression.parts)
    case 'variable':
      return variable(session, expression.scope, expression.name)
    case 'items':
      return yield* evaluateAll(session, expression.items)
    case 'list':
    case 'output': {
      const kept = new Kept()
      yield* session.engine.body(session, expression.body, kept)
      return expression.kind === 'list' ? kept.values : fromItems(kept.values)
    }
    case 'group': {
      const kept = new Kept()
      yield* session.engine.statement(session, expression.body, kept)
      return fromItems(kept.values)
    }
    case 'table':
      return yield* table(session, expression.entries)
    case 'block':
      return new Block(expression.parameters, expression.body)
    case 'type':
      return new TypeName(expression.name)
    case 'cast':
      return asType(expression.type, yield* evaluate(session, expression.of))
    case 'member':
      return yield* member(session, expression)
    case 'index':
      return indexed(yield* evaluate(session, expression.of), yield* evaluate(session, expression.at))
    case 'unary':
      return unary(expression.operator, yield* evaluate(session, expression.of))
    case 'step': {
      const value = numberOf(yield* evaluate(session, expression.of)) ?? 0
      yield* assign(session, expression.of, value + expression.by)
      return null
    }
    case 'binary':
      return yield* binary(session, expression)
  }
}

function* evaluateAll(session: Session, all: readonly Expression[]): Generator<Wait, Value[], void> {
  const values: Value[] = []
  for (const one of all) values.push(yield* evaluate(session, one))
  return values
}

function* textOfParts(session: Session, parts: readonly (string | Expression)[]): Evaluating {
  const texts: string[] = []
  for (const part of parts) texts.push(typeof part === 'string' ? part : textOf(yield* evaluate(session, part)))
  return joined(texts, '')
}

function variable(session: Session, scope: string, name: string): Value {
  if (scope === 'env') return session.environmentOf(name) ?? null
  switch (name.toLowerCase()) {
    case 'true':
      return true
    case 'false':
      return false
    case 'null':
      return null
    case '?':
      return session.isGood
    case 'psversiontable':
      return session.versionTable
    case 'pid':
      return session.task.pid
    case 'pwd':
      return session.folder
    case 'host':
      return new Thing('Host', { Name: 'ConsoleHost', Version: session.versionTable.get('PSVersion') })
    default:
      return session.get(name) ?? null
  }
}

function* table(session: Session, entries: Extract<Expression, { kind: 'table' }>['entries']): Evaluating {
  const made = new Thing('Hashtable')
  for (const [key, value] of entries) {
    const kept = new Kept()
    const name = textOf(yield* evaluate(session, key))
    yield* session.engine.statement(session, value, kept)
    made.set(name, fromItems(kept.values))
  }
  return made
}

function* member(session: Session, expression: Extract<Expression, { kind: 'member' }>): Evaluating {
  const { of, isStatic, args } = expression
  const name = textOf(yield* evaluate(session, expression.name))
  const owner = yield* evaluate(session, of)
  const given = yield* evaluateAll(session, args ?? [])
  if (isStatic) {
    if (owner instanceof TypeName) return staticOf(session, owner.name, name, given)
    throw runtimeFailure("The expression after '::' must be a type.", 'InvalidOperation')
  }
  return args === undefined ? propertyOf(owner, name) : callMethod(owner, name, given)
}

function indexed(value: Value, at: Value): Value {
  if (value instanceof Thing) return value.get(textOf(at))
  if (value === null) throw runtimeFailure('Cannot index into a null array.', 'NullArray')
  const items = typeof value === 'string' ? [...value] : value instanceof Uint8Array ? [...value] : itemsOf(value)
  const picked = itemsOf(at).map(it => items.at(numberOf(it) ?? items.length) ?? null)
  return Array.isArray(at) ? picked : (picked[0] ?? null)
}

function unary(operator: string, value: Value): Value {
  switch (operator) {
    case 'not':
      return !isTrue(value)
    case '-':
      return -(numberOf(value) ?? 0)
    case 'join':
      return joined(itemsOf(value).map(textOf), '')
    case 'split':
      return itemsOf(value).flatMap(it => textOf(it).trim().split(/\s+/))
    case ',':
      return [value]
    default:
      return numberOf(value) ?? 0
  }
}

function* binary(session: Session, { operator, left, right }: Extract<Expression, { kind: 'binary' }>): Evaluating {
  const first = yield* evaluate(session, left)
  // The other side isn't asked for nothing.
  if (operator === 'and' && !isTrue(first)) return false
  if (operator === 'or' && isTrue(first)) return true
  return operate(operator, first, yield* evaluate(session, right), found => {
    const matches = new Thing('Hashtable')
    for (const [at, text] of found.entries()) if (text !== undefined) matches.set(`${at}`, text)
    for (const [name, text] of Object.entries(found.groups ?? {})) if (text !== undefined) matches.set(name, text)
    session.set('matches', matches)
  })
}

/** Gives a variable, a property or an item its value. */
export function* assign(session: Session, target: Expression, value: Value): Generator<Wait, void, void> {
  switch (target.kind) {
    case 'variable': {
      const { scope, name } = target
      if (scope !== 'env') session.set(name, value, scope)
      else if (value === null || value === '') session.environment.remove(name)
      else session.environment.set(name, textOf(value))
      return
    }
    case 'cast':
      return yield* assign(session, target.of, asType(target.type, value))
    case 'member': {
      const owner = yield* evaluate(session, target.of)
      const name = textOf(yield* evaluate(session, target.name))
      if (owner instanceof Thing && (owner.type === 'Hashtable' || owner.has(name))) return owner.set(name, value)
      break
    }
    case 'index': {
      const owner = yield* evaluate(session, target.of)
      const at = yield* evaluate(session, target.at)
      if (owner instanceof Thing) return owner.set(textOf(at), value)
      const index = numberOf(at) ?? -1
      if (Array.isArray(owner) && index < owner.length && index >= -owner.length) {
        owner[index < 0 ? owner.length + index : index] = value
        return
      }
      throw runtimeFailure(
        'Index was outside the bounds of the array.',
        'System.IndexOutOfRangeException',
        'OperationStopped',
      )
    }
  }
  throw runtimeFailure(
    'The property cannot be found on this object. Verify that the property exists and can be set.',
    'PropertyNotFound',
  )
}
