import type { Program } from '../../programs/program.js'
import { commandLineOf } from '../command-line.js'
import { linesOf, sourcesOf } from './input.js'
import { lines, notSimulated } from './options.js'

const FAILED = 2

export const find: Program = call => {
  // It reads its line by itself: what is looked for must stand in quotes there.
  const line = commandLineOf(call.argv)
  const [, before = '', text, after = ''] = /^(?:"[^"]*"|\S+)([^"]*)"((?:[^"]|"")*)"(.*)$/s.exec(line) ?? []
  if (text === undefined) return { exitCode: FAILED, stderr: lines('FIND: Parameter format not correct') }
  const words = `${before} ${after}`.match(/"[^"]*"|\S+/g) ?? []
  const options = words.filter(it => it.startsWith('/')).map(it => it.toLowerCase())
  const unknown = options.find(it => !['/v', '/c', '/n', '/i'].includes(it))
  if (unknown !== undefined) return notSimulated(`find.exe ${unknown} is not simulated`)
  const fold = (it: string) => (options.includes('/i') ? it.toLowerCase() : it)
  const wanted = fold(text.replaceAll('""', '"'))
  const names = words.filter(it => !it.startsWith('/')).map(it => it.replaceAll('"', ''))
  let count = 0
  const out: string[] = []
  for (const source of sourcesOf(call, names)) {
    const title = `---------- ${source.name.toUpperCase()}`
    if (source.text === undefined) {
      out.push(`File not found - ${source.name.toUpperCase()}`)
      continue
    }
    const found = linesOf(source.text)
      .map((line, index) => ({ line, number: index + 1 }))
      .filter(({ line }) => fold(line).includes(wanted) !== options.includes('/v'))
    count += found.length
    if (options.includes('/c')) {
      out.push(...(source.name === '' ? [`${found.length}`] : ['', `${title}: ${found.length}`]))
      continue
    }
    if (source.name !== '') out.push('', title)
    out.push(...found.map(({ line, number }) => (options.includes('/n') ? `[${number}]${line}` : line)))
  }
  return { exitCode: count > 0 ? 0 : 1, stdout: lines(...out) }
}
