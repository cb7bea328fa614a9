/** Compound commands: if, for, while, case, groups, subshells, (( )), [[ ]]. */
import type { Wait } from '../../wait.js'
import { evaluate } from '../arithmetic/evaluate.js'
import { wordText } from '../builtins/function-text.js'
import { conditional } from '../conditional/conditional.js'
import { LoopJump, ShellError } from '../control.js'
import { expandPattern, expandText, expandWords } from '../expand/expand.js'
import { matchPattern } from '../pattern.js'
import type { Shell } from '../shell.js'
import type {
  Body,
  CaseNode,
  CompoundCommandNode,
  CStyleForNode,
  ForNode,
  IfNode,
  UntilNode,
  WhileNode,
} from '../syntax-tree.js'
import { isName } from '../variables.js'
import { announce } from './announce.js'
import { SELECT_MARK } from './grammar/compound.js'
import { holds } from './holds.js'
import { forgetEnded } from './jobs-told.js'
import { runSelect } from './select.js'
import { statusOf } from './status.js'
import { forkShell } from './subshell.js'
import { traceHead } from './trace.js'

export function* runCompound(shell: Shell, command: CompoundCommandNode): Generator<Wait, void, void> {
  switch (command.type) {
    case 'If':
      return yield* runIf(shell, command)
    case 'For':
      return yield* runFor(shell, command)
    case 'CStyleFor':
      return yield* runCStyleFor(shell, command)
    case 'While':
    case 'Until':
      return yield* runWhile(shell, command)
    case 'Case':
      return yield* runCase(shell, command)
    case 'Group':
      return yield* shell.interpreter.statements(shell, command.body)
    case 'Subshell': {
      const group = shell.controlsJobs ? ({ pgid: 'own' } as const) : {}
      const { pid } = forkShell(shell, sub => shell.interpreter.statements(sub, command.body, true), 'brackets', group)
      shell.status = statusOf(yield* shell.task.wait(pid))
      yield* forgetEnded(shell)
      shell.isExcused = false
      shell.isFailureTold = false
      return
    }
    case 'ArithmeticCommand':
      return yield* setTruth(shell, arithmeticHolds(shell, command.expression.originalText ?? '', '(('))
    case 'ConditionalCommand':
      return yield* setTruth(shell, conditional(shell, command.expression))
  }
}

function* setTruth(shell: Shell, truth: Generator<Wait, boolean, void>): Generator<Wait, void, void> {
  shell.isExcused = false
  shell.isFailureTold = false
  shell.status = (yield* truth) ? 0 : 1
}

function* arithmeticHolds(shell: Shell, text: string, name: string): Generator<Wait, boolean, void> {
  yield* traceHead(shell, `(( ${text} ))`)
  try {
    return (yield* evaluate(shell, text)) !== 0n
  } catch (error) {
    if (!(error instanceof ShellError) || !error.endsLine || /readonly/.test(error.message)) throw error
    throw new ShellError(`${name}: ${error.message}`, { status: 1 })
  }
}

function* runIf(shell: Shell, { clauses, elseBody }: IfNode): Generator<Wait, void, void> {
  for (const { condition, body } of clauses) {
    if (yield* holds(shell, condition)) {
      yield* shell.interpreter.statements(shell, body)
      return
    }
  }
  shell.status = 0
  if (elseBody !== null) yield* shell.interpreter.statements(shell, elseBody)
}

function* runFor(shell: Shell, { variable, words, body }: ForNode): Generator<Wait, void, void> {
  const isSelect = variable.startsWith(SELECT_MARK)
  const name = isSelect ? variable.slice(SELECT_MARK.length) : variable
  if (!isName(name)) throw new ShellError(`\`${name}': not a valid identifier`)
  const head = `${isSelect ? 'select' : 'for'} ${name} in ${words === null ? '"$@"' : words.map(wordText).join(' ')}`
  const values = words === null ? [...shell.positional] : yield* expandWords(shell, words)
  if (values.length === 0) shell.status = 0
  if (isSelect) {
    yield* traceHead(shell, head)
    yield* runSelect(shell, values, value => {
      shell.variables.set(name, value)
      return goesOn(shell, body)
    })
    return
  }
  for (const value of values) {
    yield* announce(shell, head)
    yield* traceHead(shell, head)
    shell.variables.set(name, value)
    if (!(yield* goesOn(shell, body))) return
  }
}

function* runCStyleFor(shell: Shell, node: CStyleForNode): Generator<Wait, void, void> {
  const text = (part: CStyleForNode['init']) => part?.originalText ?? ''
  const holdsAgain = () => (node.condition === null ? truth() : arithmeticHolds(shell, text(node.condition), '(('))
  if (node.init !== null) yield* arithmeticHolds(shell, text(node.init), '((')
  let hasRun = false
  while (yield* holdsAgain()) {
    hasRun = true
    if (!(yield* goesOn(shell, node.body))) return
    if (node.update !== null) yield* arithmeticHolds(shell, text(node.update), '((')
  }
  if (!hasRun) shell.status = 0
}

// biome-ignore lint/correctness/useYield: it stands where others wait.
function* truth(): Generator<Wait, boolean, void> {
  return true
}

function* runWhile(shell: Shell, { type, condition, body }: WhileNode | UntilNode): Generator<Wait, void, void> {
  let [status, isExcused] = [0, false]
  for (;;) {
    const isTrue = yield* loopCondition(shell, condition)
    if (isTrue === undefined || isTrue !== (type === 'While')) break
    const on = yield* goesOn(shell, body)
    status = shell.status
    isExcused = shell.isExcused
    if (!on) return
  }
  shell.status = status
  shell.isExcused = isExcused
}

/** Undefined when a break in it leaves the loop. */
function* loopCondition(shell: Shell, condition: Body): Generator<Wait, boolean | undefined, void> {
  let isTrue = false
  const on = yield* inLoop(shell, function* () {
    isTrue = yield* holds(shell, condition)
  })
  return on ? isTrue : undefined
}

/** Whether the loop goes on behind its body. */
function* goesOn(shell: Shell, body: Body): Generator<Wait, boolean, void> {
  yield* shell.task.work()
  return yield* inLoop(shell, () => shell.interpreter.statements(shell, body))
}

function* inLoop(shell: Shell, work: () => Generator<Wait, void, void>): Generator<Wait, boolean, void> {
  shell.loops++
  try {
    yield* work()
    return true
  } catch (error) {
    if (!(error instanceof LoopJump)) throw error
    shell.status = 0
    if (error.levels > 1 && shell.loops > 1) throw new LoopJump(error.kind, error.levels - 1)
    return error.kind === 'continue'
  } finally {
    shell.loops--
  }
}

function* runCase(shell: Shell, { word, items }: CaseNode): Generator<Wait, void, void> {
  yield* traceHead(shell, `case ${wordText(word)} in`)
  const text = yield* expandText(shell, word)
  const options = { extglob: true, nocase: shell.shopt.has('nocasematch') }
  let isFallingThrough = false
  let hasRun = false
  for (const { patterns, body, terminator } of items) {
    let matches = isFallingThrough
    for (const pattern of patterns) matches ||= matchPattern(yield* expandPattern(shell, pattern), text, options)
    if (!matches) continue
    hasRun ||= body.length > 0
    yield* shell.interpreter.statements(shell, body)
    if (terminator === ';;') break
    isFallingThrough = terminator === ';&'
  }
  if (!hasRun) shell.status = 0
}
