/** What is in files. */
import type { Call, Cmdlet, Doing } from '../call.js'
import { linesOfAll } from '../screen.js'
import { itemsOf, numberOf, type Value } from '../values.js'
import { matches, missing, pathsOf } from './file-items.js'

const ENCODINGS = { utf8: 'utf8', ascii: 'utf8', default: 'utf8', oem: 'utf8', unicode: 'utf16le' } as const

/** Throws NotDone for one that isn't known. */
function encodingOf(call: Call, otherwise: keyof typeof ENCODINGS): 'utf8' | 'utf16le' {
  const name = (call.text('encoding') ?? otherwise).toLowerCase()
  return Object.hasOwn(ENCODINGS, name) ? ENCODINGS[name as keyof typeof ENCODINGS] : call.refuse(`-Encoding ${name}`)
}

function* getContent(call: Call): Doing {
  const encoding = encodingOf(call, 'default')
  for (const path of pathsOf(call)) {
    const found = matches(call, path)
    if (found.length === 0 && !/[*?]/.test(path)) yield* missing(call, path)
    for (const entry of found) {
      const text = decoded(call.session.disk.read(entry.path), encoding)
      if (call.has('raw')) {
        yield* call.put(text)
        continue
      }
      const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
      const first = numberOf(call.get('totalcount') ?? call.get('head') ?? null) || lines.length
      const last = numberOf(call.get('tail') ?? null) || lines.length
      for (const line of lines.slice(0, first).slice(-last || lines.length)) yield* call.put(line)
    }
  }
}

/** A mark at the beginning tells more than a parameter. */
function decoded(bytes: Uint8Array, encoding: 'utf8' | 'utf16le'): string {
  const isWide = encoding === 'utf16le' || (bytes[0] === 0xff && bytes[1] === 0xfe)
  return Buffer.from(bytes)
    .toString(isWide ? 'utf16le' : 'utf8')
    .replace(/^\uFEFF/, '')
}

function* write(call: Call, isMore: boolean): Doing {
  const { disk } = call.session
  const values = call.get('value')
  const lines: readonly Value[] = values === undefined ? (call.input ?? []) : itemsOf(values)
  const end = call.has('nonewline') ? '' : '\r\n'
  const text = linesOfAll(lines)
    .map(line => `${line}${end}`)
    .join('')
  for (const name of call.texts(call.get('literalpath') === undefined ? 'path' : 'literalpath')) {
    const path = call.session.path(name)
    const before = isMore && disk.isFile(path) ? disk.read(path) : new Uint8Array(0)
    disk.write(path, Buffer.concat([before, encoded(call, text, before.length === 0, 'default')]))
  }
}

/** Windows PowerShell puts a mark in front of what is Unicode. */
function encoded(call: Call, text: string, isFirst: boolean, otherwise: keyof typeof ENCODINGS): Buffer {
  const encoding = encodingOf(call, otherwise)
  const name = (call.text('encoding') ?? otherwise).toLowerCase()
  const mark = isFirst && (name === 'utf8' || name === 'unicode') ? '\uFEFF' : ''
  return Buffer.from(mark + text, encoding)
}

function* outFile(call: Call): Doing {
  const { disk } = call.session
  const path = call.session.path(
    call.text('filepath') ?? call.text('literalpath') ?? call.refuse('Out-File without a path'),
  )
  const given = call.get('inputobject')
  const end = call.has('nonewline') ? '' : '\r\n'
  const text = linesOfAll(given === undefined ? (call.input ?? []) : itemsOf(given))
    .map(line => `${line}${end}`)
    .join('')
  const before = call.has('append') && disk.isFile(path) ? disk.read(path) : new Uint8Array(0)
  disk.write(path, Buffer.concat([before, encoded(call, text, before.length === 0, 'unicode')]))
}

const PATH = { path: 'value', literalpath: 'value', encoding: 'value', force: 'switch' } as const

export const contentCmdlets: readonly Cmdlet[] = [
  {
    name: 'Get-Content',
    parameters: { ...PATH, raw: 'switch', totalcount: 'value', head: 'value', tail: 'value' },
    positions: ['path'],
    run: getContent,
  },
  {
    name: 'Set-Content',
    parameters: { ...PATH, value: 'value', nonewline: 'switch' },
    positions: ['path', 'value*'],
    run: call => write(call, false),
  },
  {
    name: 'Add-Content',
    parameters: { ...PATH, value: 'value', nonewline: 'switch' },
    positions: ['path', 'value*'],
    run: call => write(call, true),
  },
  {
    name: 'Out-File',
    parameters: {
      ...{ filepath: 'value', literalpath: 'value', encoding: 'value', inputobject: 'value', width: 'value' },
      ...{ append: 'switch', force: 'switch', nonewline: 'switch' },
    },
    positions: ['filepath', 'encoding'],
    run: outFile,
  },
]
