/** Executing statements. */
import type { Wait } from '../../wait.js'
import { Exit, Failure, Leave, thrown } from './errors.js'
import { assign, evaluate } from './evaluate.js'
import { bind, runCommand } from './invoke.js'
import { operate } from './operators.js'
import { noteError, report } from './report.js'
import { type Engine, Kept, type Session, type Sink } from './session.js'
import type { Body, Statement } from './syntax/tree.js'
import { type Block, fromItems, isTrue, itemsOf, numberOf, type Value } from './values.js'

type Doing = Generator<Wait, void, void>

export const engine: Engine = { evaluate, statement: execute, body: executeAll, block: runBlock }

function* executeAll(session: Session, body: Body, sink: Sink): Doing {
  for (const statement of body) yield* execute(session, statement, sink)
}

function* execute(session: Session, statement: Statement, sink: Sink): Doing {
  yield* session.task.work()
  switch (statement.kind) {
    case 'pipeline':
    case 'assign':
      return yield* guarded(session, statement, sink)
    case 'if':
      return yield* executeIf(session, statement, sink)
    case 'foreach': {
      const items = itemsOf(yield* resultOf(session, statement.of))
      for (const item of items) {
        session.set(statement.variable, item)
        if (!(yield* executeRound(session, statement.body, sink))) return
      }
      return
    }
    case 'while':
      return yield* executeLoop(session, statement, sink)
    case 'try':
      return yield* executeTry(session, statement, sink)
    case 'function':
      session.functions.set(statement.name, statement)
      return
    case 'leave':
      return yield* leave(session, statement, sink)
  }
}

/** An error that ends only its statement is shown here. */
function* guarded(session: Session, statement: Extract<Statement, { kind: 'pipeline' | 'assign' }>, sink: Sink): Doing {
  session.place = statement.place
  try {
    if (statement.kind === 'assign') {
      const value = yield* resultOf(session, statement.value)
      const { target, operator } = statement
      const before = operator === '' ? null : yield* evaluate(session, target)
      yield* assign(session, target, operator === '' ? value : operate(operator, before, value, () => {}))
      session.isGood = true
      return
    }
    yield* runPipeline(session, statement, sink)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    error.place ??= statement.place
    session.isGood = false
    const preference = `${session.get('erroractionpreference') ?? ''}`.toLowerCase()
    if (error.isFinal || preference === 'stop' || session.tries > 0) throw error
    yield* report(session, error)
  }
}

function* runPipeline(session: Session, { stages }: Extract<Statement, { kind: 'pipeline' }>, sink: Sink): Doing {
  let input: Value[] | undefined
  for (const [index, stage] of stages.entries()) {
    const isLast = index === stages.length - 1
    const kept = new Kept()
    if (stage.kind === 'expression') {
      const value = yield* evaluate(session, stage.value)
      session.isGood = true
      const isAssigned = stage.value.kind === 'step'
      if (!isAssigned) for (const item of itemsOf(value)) yield* (isLast ? sink : kept).put(item)
    } else yield* runCommand(session, stage, input, isLast ? sink : kept)
    input = kept.values
  }
}

function* resultOf(session: Session, statement: Statement): Generator<Wait, Value, void> {
  // An array stays one, even of a single item.
  const [stage] = statement.kind === 'pipeline' && statement.stages.length === 1 ? statement.stages : []
  if (stage?.kind === 'expression') {
    if (statement.kind === 'pipeline') session.place = statement.place
    return yield* evaluate(session, stage.value)
  }
  const kept = new Kept()
  yield* execute(session, statement, kept)
  return fromItems(kept.values)
}

function* executeIf(session: Session, { branches, otherwise }: Extract<Statement, { kind: 'if' }>, sink: Sink): Doing {
  for (const { condition, body } of branches) {
    if (isTrue(yield* resultOf(session, condition))) return yield* executeAll(session, body, sink)
  }
  yield* executeAll(session, otherwise, sink)
}

/** False after `break`. */
function* executeRound(session: Session, body: Body, sink: Sink): Generator<Wait, boolean, void> {
  try {
    yield* executeAll(session, body, sink)
  } catch (error) {
    if (!(error instanceof Leave) || error.how === 'return') throw error
    return error.how === 'continue'
  }
  return true
}

function* executeLoop(session: Session, loop: Extract<Statement, { kind: 'while' }>, sink: Sink): Doing {
  const { condition, isUntil, isAfter, start, step, body } = loop
  const goesOn = function* () {
    return condition === undefined || isTrue(yield* resultOf(session, condition)) !== isUntil
  }
  if (start !== undefined) yield* execute(session, start, new Kept())
  if (!isAfter && !(yield* goesOn())) return
  do {
    yield* session.task.work()
    if (!(yield* executeRound(session, body, sink))) return
    if (step !== undefined) yield* execute(session, step, new Kept())
  } while (yield* goesOn())
}

function* executeTry(session: Session, { body, caught, last }: Extract<Statement, { kind: 'try' }>, sink: Sink): Doing {
  const tries = session.tries
  try {
    session.tries++
    yield* executeAll(session, body, sink)
    session.tries = tries
  } catch (error) {
    session.tries = tries
    if (!(error instanceof Failure) || caught === undefined) throw error
    noteError(session, error)
    const before = session.get('_') ?? null
    session.set('_', error.record)
    yield* executeAll(session, caught, sink)
    session.set('_', before)
  } finally {
    yield* executeAll(session, last, sink)
  }
}

function* leave(session: Session, statement: Extract<Statement, { kind: 'leave' }>, sink: Sink): Doing {
  const { how, place } = statement
  const value = statement.value === undefined ? null : yield* resultOf(session, statement.value)
  switch (how) {
    case 'exit':
      throw new Exit((numberOf(value) ?? 0) | 0)
    case 'throw': {
      const failure = thrown(value ?? session.get('_') ?? null)
      failure.place = place
      session.isGood = false
      throw failure
    }
    case 'return':
      for (const item of itemsOf(value)) yield* sink.put(item)
      throw new Leave('return')
    default:
      throw new Leave(how)
  }
}

/** `$_` is what it is given. */
function* runBlock(session: Session, block: Block, given: Value, sink: Sink): Doing {
  // Blocks of commands share the variables of who calls them.
  const before = session.get('_') ?? null
  session.set('_', given)
  try {
    if (block.parameters.length > 0) yield* bind(session, block.parameters, [])
    yield* executeAll(session, block.body, sink)
  } catch (error) {
    if (!(error instanceof Leave) || error.how !== 'return') throw error
  } finally {
    session.set('_', before)
  }
}
