/** A script is looked through before anything of it is done: what isn't simulated is refused before it has an effect. */
import { findProgram } from '../cmd/find-program.js'
import { parameterOf } from './call.js'
import { cmdletOf, isOtherCmdlet } from './cmdlets/cmdlets.js'
import { isKnownMethod } from './members.js'
import type { Session } from './session.js'
import { isKnownStatic } from './statics.js'
import { NotDone } from './syntax/reader.js'
import type { Body, Expression, Parameter, Program, Stage, Statement } from './syntax/tree.js'
import { isKnownCast } from './types.js'

/** Throws NotDone. What a variable names is only known when it runs. */
export function review(session: Session, { parameters, body }: Program): void {
  const functions = new Set(session.functions.keys())
  const visit = new Visit(session, functions)
  visit.parameters(parameters)
  visit.body(body)
}

class Visit {
  readonly #session: Session
  readonly #functions: Set<string>

  constructor(session: Session, functions: Set<string>) {
    this.#session = session
    this.#functions = functions
  }

  body(body: Body): void {
    // A function may be called by one that stands in front of it.
    for (const statement of body) if (statement.kind === 'function') this.#functions.add(statement.name)
    for (const statement of body) this.#statement(statement)
  }

  parameters(parameters: readonly Parameter[]): void {
    for (const { otherwise, type } of parameters) {
      if (type !== undefined && !isKnownCast(type)) throw new NotDone(`[${type}]`, 1)
      this.#expression(otherwise)
    }
  }

  #statement(statement: Statement | undefined): void {
    switch (statement?.kind) {
      case 'pipeline':
        for (const stage of statement.stages) this.#stage(stage, statement.place.text)
        return
      case 'assign':
        this.#expression(statement.target)
        this.#statement(statement.value)
        return
      case 'if':
        for (const { condition, body } of statement.branches) {
          this.#statement(condition)
          this.body(body)
        }
        this.body(statement.otherwise)
        return
      case 'foreach':
        this.#statement(statement.of)
        this.body(statement.body)
        return
      case 'while':
        for (const part of [statement.start, statement.condition, statement.step]) this.#statement(part)
        this.body(statement.body)
        return
      case 'try':
        for (const part of [statement.body, statement.caught ?? [], statement.last]) this.body(part)
        return
      case 'function':
        this.parameters(statement.parameters)
        this.body(statement.body)
        return
      case 'leave':
        this.#statement(statement.value)
        return
    }
  }

  #stage(stage: Stage, text: string): void {
    if (stage.kind === 'expression') {
      this.#expression(stage.value)
      return
    }
    const { name, words, redirections, line } = stage
    this.#expression(name)
    for (const { value } of words) this.#expression(value)
    for (const { to } of redirections) this.#expression(to)
    const [known] = name.kind === 'text' && name.parts.length === 1 ? name.parts : []
    if (typeof known === 'string' && !this.#functions.has(known.toLowerCase())) this.#command(known, stage, line, text)
  }

  #command(name: string, { words }: Extract<Stage, { kind: 'command' }>, line: number, text: string): void {
    const cmdlet = cmdletOf(name)
    if (cmdlet === undefined) {
      if (isOtherCmdlet(name) && findProgram(this.#session, name) === undefined) throw new NotDone(text, line)
      return
    }
    const unknown = words.some(word => word.kind === 'parameter' && parameterOf(cmdlet, word.name) === undefined)
    if (unknown) throw new NotDone(text, line)
  }

  #expression(expression: Expression | undefined): void {
    switch (expression?.kind) {
      case 'text':
        for (const part of expression.parts) if (typeof part !== 'string') this.#expression(part)
        return
      case 'items':
        for (const item of expression.items) this.#expression(item)
        return
      case 'list':
      case 'output':
        this.body(expression.body)
        return
      case 'block':
        this.parameters(expression.parameters)
        this.body(expression.body)
        return
      case 'group':
        this.#statement(expression.body)
        return
      case 'table':
        for (const [key, value] of expression.entries) {
          this.#expression(key)
          this.#statement(value)
        }
        return
      case 'cast':
        if (!isKnownCast(expression.type)) throw new NotDone(`[${expression.type}]`, expression.line)
        this.#expression(expression.of)
        return
      case 'member':
        this.#member(expression)
        return
      case 'index':
        this.#expression(expression.of)
        this.#expression(expression.at)
        return
      case 'unary':
      case 'step':
        this.#expression(expression.of)
        return
      case 'binary':
        this.#expression(expression.left)
        this.#expression(expression.right)
        return
    }
  }

  #member({ of, name, isStatic, args, line }: Extract<Expression, { kind: 'member' }>): void {
    this.#expression(of)
    this.#expression(name)
    for (const arg of args ?? []) this.#expression(arg)
    const [known] = name.kind === 'text' ? name.parts : []
    if (typeof known !== 'string') return
    if (isStatic && of.kind === 'type' && !isKnownStatic(of.name, known))
      throw new NotDone(`[${of.name}]::${known}`, line)
    if (!isStatic && args !== undefined && !isKnownMethod(known)) throw new NotDone(`.${known}()`, line)
  }
}
