/** Commands that print, or don't. */
import type { Call, Cmdlet, Doing } from '../call.js'
import { Failure } from '../errors.js'
import { linesOfAll, Screen } from '../screen.js'
import { itemsOf, textOf, type Value } from '../values.js'

/** What stands in the command, or else what came through the pipeline. */
function valuesOf(call: Call, name: string): readonly Value[] {
  const value = call.get(name)
  return value === undefined ? (call.input ?? []) : itemsOf(value)
}

function* writeOutput(call: Call): Doing {
  for (const value of valuesOf(call, 'inputobject')) yield* call.put(value)
}

function* writeHost(call: Call): Doing {
  const { session } = call
  const separator = call.text('separator') ?? ' '
  const text = valuesOf(call, 'object').map(textOf).join(separator)
  if (call.sink instanceof Screen) yield* call.sink.flush()
  if (!call.has('nonewline')) return yield* session.write(1, text.split('\n'))
  if (session.task.descriptors.has(1)) yield* session.task.write(1, Buffer.from(text))
}

function* writeError(call: Call): Doing {
  const message = call.text('message') ?? textOf([...(call.input ?? [])])
  const id = 'Microsoft.PowerShell.Commands.WriteErrorException'
  const category = `NotSpecified: (:) [Write-Error], WriteErrorException`
  const { place } = call.session
  const failure = new Failure(message, { category, id, command: place?.text ?? 'Write-Error' })
  yield* call.complain(failure)
}

function* writeWarning(call: Call): Doing {
  const preference = textOf(call.session.get('warningpreference') ?? null).toLowerCase()
  if (preference === 'silentlycontinue') return
  yield* call.session.write(1, [`WARNING: ${call.text('message') ?? ''}`])
}

function* writeVerbose(call: Call): Doing {
  const preference = textOf(call.session.get('verbosepreference') ?? null).toLowerCase()
  if (call.has('verbose') || preference === 'continue') {
    yield* call.session.write(1, [`VERBOSE: ${call.text('message') ?? ''}`])
  }
}

function* nothing(): Doing {}

function* outString(call: Call): Doing {
  const lines = linesOfAll(valuesOf(call, 'inputobject'))
  if (call.has('stream')) for (const line of lines) yield* call.put(line)
  else yield* call.put(lines.map(line => `${line}\r\n`).join(''))
}

export const outputCmdlets: readonly Cmdlet[] = [
  {
    name: 'Write-Output',
    parameters: { inputobject: 'value', noenumerate: 'switch' },
    positions: ['inputobject*'],
    run: writeOutput,
  },
  {
    name: 'Write-Host',
    parameters: {
      ...{ object: 'value', foregroundcolor: 'value', backgroundcolor: 'value', separator: 'value' },
      nonewline: 'switch',
    },
    positions: ['object*'],
    run: writeHost,
  },
  { name: 'Write-Error', parameters: { message: 'value' }, positions: ['message'], run: writeError },
  { name: 'Write-Warning', parameters: { message: 'value' }, positions: ['message'], run: writeWarning },
  { name: 'Write-Verbose', parameters: { message: 'value' }, positions: ['message'], run: writeVerbose },
  { name: 'Write-Debug', parameters: { message: 'value' }, positions: ['message'], run: nothing },
  {
    name: 'Write-Progress',
    parameters: { activity: 'value', status: 'value', percentcomplete: 'value', completed: 'switch' },
    positions: ['activity', 'status'],
    run: nothing,
  },
  { name: 'Out-Null', parameters: { inputobject: 'value' }, positions: [], run: nothing },
  { name: 'Out-Host', parameters: { inputobject: 'value' }, positions: [], run: writeOutput },
  {
    name: 'Out-String',
    parameters: { inputobject: 'value', stream: 'switch', width: 'value' },
    positions: [],
    run: outString,
  },
]
