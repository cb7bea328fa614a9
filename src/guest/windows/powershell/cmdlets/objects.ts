/** Commands that pick from what comes through a pipeline. */
import type { Wait } from '../../../wait.js'
import type { Call, Cmdlet, Doing } from '../call.js'
import { propertyOf } from '../members.js'
import { operate } from '../operators.js'
import { Kept } from '../session.js'
import { Block, fromItems, isTrue, itemsOf, numberOf, Thing, textOf, type Value } from '../values.js'

function inputOf(call: Call): readonly Value[] {
  const given = call.get('inputobject')
  return given === undefined ? (call.input ?? []) : itemsOf(given)
}

function* select(call: Call): Doing {
  let items = [...inputOf(call)]
  const count = (name: string) => (call.get(name) === undefined ? undefined : (numberOf(call.get(name) ?? null) ?? 0))
  const [skip, first, last] = [count('skip'), count('first'), count('last')]
  if (skip !== undefined) items = items.slice(skip)
  if (first !== undefined) items = items.slice(0, first)
  if (last !== undefined) items = last === 0 ? [] : items.slice(-last)
  if (call.has('unique'))
    items = items.filter((it, at) => items.findIndex(other => textOf(other) === textOf(it)) === at)
  const expanded = call.text('expandproperty')
  const properties = call.get('property')
  for (const item of items) {
    if (expanded !== undefined) for (const it of itemsOf(propertyOf(item, expanded))) yield* call.put(it)
    else yield* call.put(properties === undefined ? item : yield* picked(call, item, itemsOf(properties)))
  }
}

/** `Name`, `@{n='Name';e={ … }}`, `*`. */
function* picked(call: Call, item: Value, properties: readonly Value[]): Generator<Wait, Value, void> {
  const made = new Thing('PSCustomObject')
  for (const property of properties) {
    if (property instanceof Thing) {
      const name = property.entries.find(
        ([it]) => 'name'.startsWith(it.toLowerCase()) || 'label'.startsWith(it.toLowerCase()),
      )
      const value = property.entries.find(([it]) => 'expression'.startsWith(it.toLowerCase()))?.[1] ?? null
      made.set(
        textOf(name?.[1] ?? null),
        value instanceof Block ? yield* result(call, value, item) : propertyOf(item, textOf(value)),
      )
    } else if (textOf(property) === '*' && item instanceof Thing) {
      for (const [name, value] of item.entries) made.set(name, value)
    } else made.set(spelt(item, textOf(property)), propertyOf(item, textOf(property)))
  }
  return made
}

/** As the object has it. */
function spelt(item: Value, name: string): string {
  const known = item instanceof Thing ? item.entries.find(([it]) => it.toLowerCase() === name.toLowerCase()) : undefined
  return known?.[0] ?? name
}

function* result(call: Call, block: Block, item: Value) {
  const kept = new Kept()
  yield* call.session.engine.block(call.session, block, item, kept)
  return fromItems(kept.values)
}

const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'like', 'notlike', 'match', 'notmatch', 'in', 'contains']

function* where(call: Call): Doing {
  const test = call.get('filterscript')
  const operator = COMPARISONS.find(it => call.get(it) !== undefined)
  for (const item of inputOf(call)) {
    if (test instanceof Block) {
      if (isTrue(yield* result(call, test, item))) yield* call.put(item)
      continue
    }
    const value = propertyOf(item, textOf(test ?? null))
    const fits = operator === undefined ? value : operate(operator, value, call.get(operator) ?? null, () => {})
    if (isTrue(fits)) yield* call.put(item)
  }
}

function* forEach(call: Call): Doing {
  const process = call.get('process')
  for (const item of inputOf(call)) {
    if (process instanceof Block) yield* call.session.engine.block(call.session, process, item, call.sink)
    else for (const value of itemsOf(propertyOf(item, textOf(process ?? null)))) yield* call.put(value)
  }
}

function* sort(call: Call): Doing {
  const properties = itemsOf(call.get('property') ?? null).map(textOf)
  const keys = (item: Value) => (properties.length === 0 ? [item] : properties.map(name => propertyOf(item, name)))
  const sorted = [...inputOf(call)].sort((a, b) => {
    const [left, right] = [keys(a), keys(b)]
    for (const [at, one] of left.entries()) {
      const other = right[at] ?? null
      if (isTrue(operate('lt', one, other, () => {}))) return -1
      if (isTrue(operate('gt', one, other, () => {}))) return 1
    }
    return 0
  })
  const ordered = call.has('descending') ? sorted.reverse() : sorted
  const all = call.has('unique')
    ? ordered.filter((it, at) => at === 0 || keys(it).join('\0') !== keys(ordered[at - 1] ?? null).join('\0'))
    : ordered
  for (const item of all) yield* call.put(item)
}

function* measure(call: Call): Doing {
  const name = call.text('property')
  const items = inputOf(call).map(it => (name === undefined ? it : propertyOf(it, name)))
  const numbers = items.map(it => numberOf(it) ?? 0)
  const sum = call.has('sum') ? numbers.reduce((a, b) => a + b, 0) : null
  const maximum = call.has('maximum') ? Math.max(...numbers) : null
  const minimum = call.has('minimum') ? Math.min(...numbers) : null
  const average = call.has('average') ? numbers.reduce((a, b) => a + b, 0) / numbers.length : null
  yield* call.put(
    new Thing('Measure', {
      Count: items.length,
      Average: average,
      Sum: sum,
      Maximum: maximum,
      Minimum: minimum,
      Property: name ?? null,
    }),
  )
}

export const objectCmdlets: readonly Cmdlet[] = [
  {
    name: 'Select-Object',
    parameters: {
      ...{
        property: 'value',
        expandproperty: 'value',
        first: 'value',
        last: 'value',
        skip: 'value',
        inputobject: 'value',
      },
      unique: 'switch',
    },
    positions: ['property'],
    run: select,
  },
  {
    name: 'Where-Object',
    parameters: {
      ...{ filterscript: 'value', inputobject: 'value' },
      ...Object.fromEntries(COMPARISONS.map(it => [it, 'value'] as const)),
    },
    positions: ['filterscript'],
    run: where,
  },
  {
    name: 'ForEach-Object',
    parameters: { process: 'value', inputobject: 'value' },
    positions: ['process'],
    run: forEach,
  },
  {
    name: 'Sort-Object',
    parameters: { property: 'value', inputobject: 'value', descending: 'switch', unique: 'switch' },
    positions: ['property'],
    run: sort,
  },
  {
    name: 'Measure-Object',
    parameters: {
      ...{ property: 'value', inputobject: 'value' },
      ...{ sum: 'switch', average: 'switch', maximum: 'switch', minimum: 'switch' },
    },
    positions: ['property'],
    run: measure,
  },
]
