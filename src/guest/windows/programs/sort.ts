import type { Program } from '../../programs/program.js'
import { linesOf, sourcesOf } from './input.js'
import { lines, notSimulated } from './options.js'

export const sort: Program = call => {
  const args = call.argv.slice(1)
  const options = args.filter(it => it.startsWith('/')).map(it => it.toLowerCase())
  const unknown = options.find(it => !/^\/r(?:everse)?$|^\/unique$|^\/c(?:ase_sensitive)?$/.test(it))
  if (unknown !== undefined) return notSimulated(`sort.exe ${unknown} is not simulated`)
  const [source] = sourcesOf(call, args.filter(it => !it.startsWith('/')).slice(0, 1))
  if (source?.text === undefined) {
    return { exitCode: 1, stderr: lines(`${source?.name ?? ''}The system cannot find the file specified.`) }
  }
  const fold = (text: string) => (options.some(it => it.startsWith('/c')) ? text : text.toUpperCase())
  const sorted = linesOf(source.text).toSorted((a, b) => (fold(a) < fold(b) ? -1 : fold(a) > fold(b) ? 1 : 0))
  const all = options.includes('/unique')
    ? sorted.filter((line, index) => index === 0 || fold(line) !== fold(sorted[index - 1] ?? ''))
    : sorted
  return { stdout: lines(...(options.some(it => it.startsWith('/r')) ? all.toReversed() : all)) }
}
