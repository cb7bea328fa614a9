import { Errno } from '../errno.js'
import { isKernelThread } from '../kernel/proc-pid-names.js'
import { groupOf } from '../kernel/proc-pid-terminal.js'
import type { Process } from '../processes.js'
import { sendSignal } from './processes/send-signal.js'
import { quotedWord } from './quote.js'
import { SIGNALS, signalName, signalNumber } from './signals.js'
import { type Tool, tool } from './tool.js'

const INIT = 1
const ALL = -1
const TERM = 15

/** procps's kill(1). */
export const kill = tool(tool => {
  const { signal, rest } = takeSignal(tool)
  const options = tool.options(['l,list?', 'L,table', 's,signal='], {}, rest)
  if (options.has('L')) {
    tool.print(table())
    return
  }
  if (options.has('l')) {
    const text = options.value('l') ?? options.operands[0]
    if (text === undefined) tool.print(names())
    else convert(tool, text)
    return
  }
  if (options.operands.length === 0) throw tool.usage(undefined)
  const text = options.value('s')
  const number = text === undefined ? signal : signalNumber(text)
  for (const operand of options.operands) {
    if (!/^-?\d+$/.test(operand)) throw tool.fail(`failed to parse argument: ${quotedWord(operand)}`)

    tool.attempt(
      () => send(tool, Number(operand), number),
      text => `(${operand}): ${text}`,
    )
  }
})

/** Takes `-9`, `-KILL` or `-SIGKILL` out of the arguments. */
function takeSignal(tool: Tool): { signal: number; rest: readonly string[] } {
  const end = tool.args.indexOf('--')
  const candidates = end === -1 ? tool.args : tool.args.slice(0, end)
  const index = candidates.findIndex(arg => /^-[A-Z0-9]/.test(arg) && signalNumber(arg.slice(1)) !== undefined)
  if (index === -1) return { signal: TERM, rest: tool.args }
  const rest = tool.args.toSpliced(index, 1)
  // Once the signal is known, a number below zero is a group, or all: -9 -1.
  const group = rest.findIndex(arg => /^-\d+$/.test(arg))
  return {
    signal: signalNumber(tool.args[index]?.slice(1) ?? '') ?? TERM,
    rest: group === -1 || end !== -1 ? rest : rest.toSpliced(group, 0, '--'),
  }
}

/** As kill(2) takes a pid: 0 is the caller's group, -1 all that it may reach, and what is below a group. */
function send(tool: Tool, pid: number, signal: number | undefined): void {
  if (signal === undefined) throw new Errno(pid > 0 && tool.guest.processes.get(pid) === undefined ? 'ESRCH' : 'EINVAL')
  if (pid > 0) {
    sendSignal(tool, pid, signal)
    return
  }
  const targets = tool.guest.processes.list().filter(process => isMeant(tool, process, pid))
  if (targets.length === 0) throw new Errno('ESRCH')
  const errors = targets.flatMap(target => {
    try {
      sendSignal(tool, target.pid, signal)
      return []
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      return [error]
    }
  })
  if (errors.length === targets.length && errors[0] !== undefined) throw errors[0]
}

function isMeant({ guest, call }: Tool, process: Process, pid: number): boolean {
  if (pid === ALL) return process.pid !== INIT && process.pid !== call.pid && !isKernelThread(process)
  const own = guest.processes.get(call.pid)
  return groupOf(process) === (pid === 0 ? groupOf(own ?? process) : -pid)
}

/** Converts a number to a name or the other way round; what is unknown is no failure. */
function convert(tool: Tool, text: string): void {
  const answer = /^\d+$/.test(text) ? signalName(Number(text)) : signalNumber(text)
  if (answer === undefined) tool.stderr.add(`${tool.name}: unknown signal name ${text}\n`)
  else tool.print(`${answer}\n`)
}

/** All names, in lines of less than 80 characters. */
function names(): string {
  return `${SIGNALS.join(' ').replace(/(.{1,77})(?: |$)/g, '$1\n')}`
}

/** Seven to a line; the last line is short, with blanks behind it. */
function table(): string {
  const cells = SIGNALS.map((name, index) => `${String(index + 1).padStart(2)} ${name.padEnd(8)}`)
  return cells
    .map((cell, index) => (index % 7 === 6 ? `${cell.trimEnd()}\n` : cell))
    .join('')
    .concat('\n')
}
