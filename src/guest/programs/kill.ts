import { Errno } from '../errno.js'
import { quotedWord } from './quote.js'
import { IGNORED, SIGNALS, STOPPING, signalName, signalNumber } from './signals.js'
import { type Tool, tool } from './tool.js'

const INIT = 1
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
  return { signal: signalNumber(tool.args[index]?.slice(1) ?? '') ?? TERM, rest: tool.args.toSpliced(index, 1) }
}

function send(tool: Tool, pid: number, signal: number | undefined): void {
  const { processes } = tool.guest
  // A number that is none of one process: those of a group, or all.
  if (pid <= 0) throw tool.fail(`mockvm sends signals to single processes only, not to ${pid}`)
  const target = processes.get(pid)
  if (target === undefined) throw new Errno('ESRCH')
  if (signal === undefined) throw new Errno('EINVAL')
  if (tool.cred.uid !== 0 && target.user !== tool.user) throw new Errno('EPERM')
  const name = signalName(signal)
  if (STOPPING.includes(name)) throw tool.fail(`mockvm's processes can't be stopped: SIG${name} to ${pid}`)
  // The kernel keeps signals that would end it away from init.
  if (signal === 0 || IGNORED.includes(name) || pid === INIT) return
  processes.kill(pid, signal)
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
