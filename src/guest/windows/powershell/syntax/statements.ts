/** Statements, and what all is made of. */
import { readStage } from './commands.js'
import { readArgument, readTypeName } from './expressions.js'
import { type Grammar, Reader } from './reader.js'
import type { Body, Expression, Parameter, Program, Stage, Statement } from './tree.js'

const grammar: Grammar = { body: readBody, block: readBlock, statement: readStatement }

/** Throws NotDone for what can't be read. */
export function parse(text: string): Program {
  const reader = new Reader(text, grammar)
  const parameters = readParam(reader)
  const body: Statement[] = []
  for (reader.skipEnds(); !reader.isAtEnd; reader.skipEnds()) body.push(readEnded(reader))
  return { parameters, body }
}

function readBody(reader: Reader, closing: ')' | '}'): Body {
  const body: Statement[] = []
  for (reader.skipEnds(); !reader.take(closing); reader.skipEnds()) {
    if (reader.isAtEnd) reader.fail()
    body.push(readEnded(reader))
  }
  return body
}

function readBlock(reader: Reader): { parameters: readonly Parameter[]; body: Body } {
  return { parameters: readParam(reader), body: readBody(reader, '}') }
}

function readBraced(reader: Reader): Body {
  reader.expect('{')
  return reader.nested(() => readBody(reader, '}'))
}

/** Behind it stands the end of a line, a semicolon or a bracket; none is needed behind a brace. */
function readEnded(reader: Reader): Statement {
  const statement = readStatement(reader)
  const isBraced = reader.text[reader.at - 1] === '}'
  reader.skipBlanks()
  if (!isBraced && !reader.fits(/[;)}\r\n]|$/y)) reader.fail()
  return statement
}

const LEAVE = /(return|exit|throw|break|continue)(?![\w-])/iy

function readStatement(reader: Reader): Statement {
  return reader.nested(() => {
    const start = reader.at
    const [word] = reader.match(/(?:if|foreach|for|while|do|try|function)(?![\w-])/iy) ?? []
    switch (word?.toLowerCase()) {
      case 'if':
        return readIf(reader)
      case 'foreach':
        return readForeach(reader)
      case 'for':
        return readFor(reader)
      case 'while':
        return { ...LOOP, condition: readCondition(reader), body: readBraced(reader) }
      case 'do':
        return readDo(reader)
      case 'try':
        return readTry(reader)
      case 'function':
        return readFunction(reader)
    }
    // Words of statements that aren't read.
    if (reader.fits(/(?:switch|trap|data|class|enum|filter|workflow|using|param|begin|process|end)(?![\w-])/iy))
      reader.fail()
    const [, leave] = reader.match(LEAVE) ?? []
    if (leave !== undefined) return readLeave(reader, leave.toLowerCase() as 'return', start)
    return readAssignmentOrPipeline(reader, start)
  })
}

const LOOP = { kind: 'while', isUntil: false, isAfter: false, start: undefined, step: undefined } as const

function readLeave(reader: Reader, how: Extract<Statement, { kind: 'leave' }>['how'], start: number): Statement {
  reader.skipBlanks()
  const value = reader.fits(/[;)}\r\n]|$/y) ? undefined : readStatement(reader)
  return { kind: 'leave', how, value, place: reader.placeFrom(start) }
}

function readAssignmentOrPipeline(reader: Reader, start: number): Statement {
  const stage = readStage(reader)
  reader.skipBlanks()
  const [, operator] = stage.kind === 'expression' ? (reader.match(/([-+*/%]?)=(?!=)/y) ?? []) : []
  if (operator !== undefined && stage.kind === 'expression') {
    reader.skipLines()
    const target = targetOf(reader, stage.value)
    const value = readStatement(reader)
    return { kind: 'assign', target, operator, value, place: reader.placeFrom(start) }
  }
  const stages: Stage[] = [stage]
  while (reader.match(/\|(?!\|)/y)) {
    reader.skipLines()
    stages.push(readStage(reader))
    reader.skipBlanks()
  }
  return { kind: 'pipeline', stages, place: reader.placeFrom(start) }
}

/** `[int]$x = 1` converts, once. */
function targetOf(reader: Reader, value: Expression): Expression {
  const isTarget = (it: Expression) => it.kind === 'variable' || it.kind === 'index' || it.kind === 'member'
  if (isTarget(value) || (value.kind === 'cast' && isTarget(value.of))) return value
  return reader.fail()
}

function readCondition(reader: Reader): Statement {
  reader.expect('(')
  reader.skipLines()
  const condition = readStatement(reader)
  reader.expect(')')
  return condition
}

function readIf(reader: Reader): Statement {
  const branches = [{ condition: readCondition(reader), body: readBraced(reader) }]
  for (;;) {
    const before = reader.at
    reader.skipLines()
    if (reader.match(/elseif(?!\w)/iy)) branches.push({ condition: readCondition(reader), body: readBraced(reader) })
    else if (reader.match(/else(?!\w)/iy)) return { kind: 'if', branches, otherwise: readBraced(reader) }
    else {
      reader.at = before
      return { kind: 'if', branches, otherwise: [] }
    }
  }
}

function readForeach(reader: Reader): Statement {
  reader.expect('(')
  reader.skipLines()
  const [, variable] = reader.match(/\$(\w+)\s+in(?!\w)/iy) ?? []
  if (variable === undefined) reader.fail()
  reader.skipLines()
  const of = readStatement(reader)
  reader.expect(')')
  return { kind: 'foreach', variable, of, body: readBraced(reader) }
}

function readFor(reader: Reader): Statement {
  reader.expect('(')
  const part = (end: RegExp) => {
    reader.skipLines()
    return reader.fits(end) ? undefined : readStatement(reader)
  }
  const start = part(/;/y)
  reader.expect(';')
  const condition = part(/;/y)
  reader.expect(';')
  const step = part(/\)/y)
  reader.expect(')')
  return { ...LOOP, start, condition, step, body: readBraced(reader) }
}

function readDo(reader: Reader): Statement {
  const body = readBraced(reader)
  reader.skipLines()
  const [word] = reader.match(/while|until/iy) ?? []
  if (word === undefined) reader.fail()
  return { ...LOOP, isAfter: true, isUntil: word.toLowerCase() === 'until', condition: readCondition(reader), body }
}

function readTry(reader: Reader): Statement {
  const body = readBraced(reader)
  reader.skipLines()
  const hasCatch = reader.match(/catch(?!\w)/iy) !== undefined
  reader.skipLines()
  // Which errors it is for would have to be known.
  if (hasCatch && reader.looksAt('[')) reader.fail()
  const caught = hasCatch ? readBraced(reader) : undefined
  const before = reader.at
  reader.skipLines()
  if (reader.match(/finally(?!\w)/iy)) return { kind: 'try', body, caught, last: readBraced(reader) }
  reader.at = before
  return caught === undefined ? reader.fail() : { kind: 'try', body, caught, last: [] }
}

function readFunction(reader: Reader): Statement {
  reader.skipBlanks()
  const [name] = reader.match(/[\w-]+/y) ?? []
  if (name === undefined) reader.fail()
  reader.skipLines()
  const own = reader.take('(') ? readParameters(reader) : []
  reader.expect('{')
  const { parameters, body } = reader.nested(() => readBlock(reader))
  return { kind: 'function', name: name.toLowerCase(), parameters: [...own, ...parameters], body }
}

/** `[CmdletBinding()] param( … )`, where it stands in front. */
function readParam(reader: Reader): readonly Parameter[] {
  const before = reader.at
  reader.skipEnds()
  while (reader.match(/\[\s*\w+\s*\([^()]*\)\s*\]/y)) reader.skipLines()
  if (reader.match(/param\s*\(/iy)) return readParameters(reader)
  reader.at = before
  return []
}

function readParameters(reader: Reader): readonly Parameter[] {
  const all: Parameter[] = []
  for (reader.skipLines(); !reader.take(')'); reader.skipLines()) {
    all.push(readParameter(reader))
    reader.skipLines()
    if (!reader.take(',') && reader.peek() !== ')') reader.fail()
  }
  return all
}

function readParameter(reader: Reader): Parameter {
  let type: string | undefined
  let isMandatory = false
  for (; reader.looksAt('['); reader.skipLines()) {
    const [attribute] = reader.match(/\[\s*\w+\s*\((?:[^()'"]|'[^']*'|"[^"]*"|\([^()]*\))*\)\s*\]/y) ?? []
    if (attribute === undefined) type = readTypeName(reader) ?? reader.fail()
    else isMandatory ||= /mandatory(?!\s*=\s*\$false)/i.test(attribute)
  }
  const [, name] = reader.match(/\$(\w+)/y) ?? []
  if (name === undefined) reader.fail()
  reader.skipLines()
  const hasDefault = reader.take('=')
  reader.skipLines()
  // A comma parts parameters there.
  const otherwise = hasDefault ? readArgument(reader) : undefined
  const isSwitch = type === 'switch' || type === 'management.automation.switchparameter'
  return { name, isSwitch, isMandatory, type: isSwitch ? undefined : type, otherwise }
}
