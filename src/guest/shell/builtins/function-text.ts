/** Functions as `declare -f` and `type` print them: bash writes the tree anew, in its own layout. */
import { sourceOf } from '../run/source-text.js'
import type { ShellFunction } from '../shell.js'
import type {
  Body,
  CaseNode,
  CommandNode,
  CompoundCommandNode,
  IfNode,
  PipelineNode,
  RedirectionNode,
  StatementNode,
  WordNode,
} from '../syntax-tree.js'

const STEP = '    '

export function functionText({ name, body }: ShellFunction): string {
  const inner = body.type === 'Group' ? body.body : undefined
  if (inner === undefined) return `${name} () \n{ \n${STEP}${command(body, STEP)}\n}`
  return `${name} () \n{ \n${list(inner, STEP)}\n}${redirections(body as CompoundCommandNode)}`
}

/** Statements, each on a line; the last has no semicolon unless `isClosed`. */
function list(statements: Body, indent: string, isClosed = false): string {
  const lines: string[] = []
  for (const [index, it] of statements.entries()) {
    const isLast = index === statements.length - 1
    const text = indent + statement(it, indent)
    const end = it.background ? ' &' : isLast && !isClosed ? '' : ';'
    lines.push(text.endsWith('\n') ? text : text + end)
  }
  return lines.join('\n')
}

function statement({ pipelines, operators }: StatementNode, indent: string): string {
  return pipelines
    .map((it, index) => {
      const operator = index === 0 ? '' : (operators[index - 1] ?? ';')
      return `${operator === '' ? '' : operator === ';' ? '; ' : ` ${operator} `}${pipeline(it, indent)}`
    })
    .join('')
}

function pipeline({ commands, negated, timed, timePosix, pipeStderr = [] }: PipelineNode, indent: string): string {
  const parts = commands.map((it, index) => {
    const text = command(it, indent)
    return index === 0 ? text : `${pipeStderr[index - 1] ? ' 2>&1' : ''} | ${text}`
  })
  return `${timed ? `time ${timePosix ? '-p ' : ''}` : ''}${negated ? '! ' : ''}${parts.join('')}`
}

function command(node: CommandNode, indent: string): string {
  if (node.type === 'SimpleCommand') return sourceOf(node).trimEnd().replaceAll('\n', '\n')
  if (node.type === 'FunctionDef') {
    const inner = node.body.type === 'Group' ? node.body.body : []
    return `function ${node.name} () \n${indent}{ \n${list(inner, indent + STEP)}\n${indent}}${redirections(node)}`
  }
  return compound(node, indent) + redirections(node)
}

function compound(node: CompoundCommandNode, indent: string): string {
  const inner = indent + STEP
  const block = (body: Body) => `${list(body, inner, true)}\n${indent}`
  switch (node.type) {
    case 'If':
      return conditions(node, indent)
    case 'While':
    case 'Until':
      return `${node.type.toLowerCase()} ${inline(node.condition, indent)}; do\n${block(node.body)}done`
    case 'For': {
      const words = node.words === null ? '"$@"' : node.words.map(wordText).join(' ')
      return `for ${node.variable} in ${words};\n${indent}do\n${block(node.body)}done`
    }
    case 'CStyleFor': {
      const part = (it: typeof node.init) => it?.originalText?.trim() ?? '1'
      return `for ((${part(node.init)}; ${part(node.condition)}; ${part(node.update)}))\n${indent}do\n${block(node.body)}done`
    }
    case 'Case':
      return cases(node, indent)
    case 'Group':
      return `{ \n${list(node.body, inner)}\n${indent}}`
    case 'Subshell':
      return `( ${list(node.body, indent).slice(indent.length)} )`
    case 'ArithmeticCommand':
      return `((${node.expression.originalText ?? ''}))`
    default:
      return sourceOf({ ...node, redirections: [] })
  }
}

/** As BASH_COMMAND has it; of a compound command what it begins with. */
export function commandHead(node: CommandNode | string | undefined): string {
  if (node === undefined || typeof node === 'string') return node ?? ''
  return node.type === 'Case' ? `case ${wordText(node.word)} in ` : command(node, '')
}

function inline(statements: Body, indent: string): string {
  return statements.map(it => statement(it, indent)).join('; ')
}

/** An `elif` is an `if` inside of the `else`. */
function conditions({ clauses, elseBody }: Pick<IfNode, 'clauses' | 'elseBody'>, indent: string): string {
  const [first, ...others] = clauses
  const inner = indent + STEP
  const begin = `if ${inline(first?.condition ?? [], indent)}; then\n`
  const then = list(first?.body ?? [], inner, true)
  if (others.length > 0) {
    return `${begin}${then}\n${indent}else\n${inner}${conditions({ clauses: others, elseBody }, inner)};\n${indent}fi`
  }
  if (elseBody === null) return `${begin}${then}\n${indent}fi`
  return `${begin}${then}\n${indent}else\n${list(elseBody, inner, true)}\n${indent}fi`
}

function cases({ word, items }: CaseNode, indent: string): string {
  const inner = indent + STEP
  const parts = items.map(({ patterns, body, terminator }) => {
    const text = body.length === 0 ? '' : list(body, inner + STEP)
    return `${inner}${patterns.map(wordText).join(' | ')})\n${text}\n${inner}${terminator}\n`
  })
  return `case ${wordText(word)} in \n${parts.join('')}${indent}esac`
}

function redirections({ redirections }: { readonly redirections: readonly RedirectionNode[] }): string {
  if (redirections.length === 0) return ''
  const none = { type: 'SimpleCommand' as const, name: null, args: [], assignments: [] }
  return ` ${sourceOf({ ...none, redirections: [...redirections] }).trim()}`
}

export function wordText(word: WordNode): string {
  return sourceOf({ type: 'SimpleCommand', name: word, args: [], assignments: [], redirections: [] }).trim()
}
