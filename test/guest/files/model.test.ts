import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Errno } from '../../../src/guest/errno.js'
import type { Files } from '../../../src/guest/files/files.js'
import { makeFiles, mount } from './make-files.js'
import { Failure, PlainDirectory, PlainModel } from './plain-model.js'

const path = fc
  .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 })
  .map(names => names.map(name => `/${name}`).join(''))

const operation = fc.oneof(
  fc.record({ op: fc.constant('mkdir'), path }),
  fc.record({ op: fc.constant('write'), path, text: fc.string(), append: fc.boolean() }),
  fc.record({ op: fc.constantFrom('unlink', 'rmdir'), path }),
  fc.record({ op: fc.constantFrom('rename', 'link'), path, to: path }),
  fc.record({ op: fc.constant('snapshot'), path }),
)

type Operation = { op: string; path: string; to?: string; text?: string; append?: boolean }

function onFiles(files: Files, { op, path: at, to = '', text = '', append = false }: Operation): void {
  if (op === 'mkdir') files.mkdir(at)
  else if (op === 'write') files.writeFile(at, text, { append })
  else if (op === 'unlink') files.unlink(at)
  else if (op === 'rmdir') files.rmdir(at)
  else if (op === 'rename') files.rename(at, to)
  else if (op === 'link') files.link(at, to)
  else files.restore(structuredClone(files.snapshot()))
}

function onModel(model: PlainModel, { op, path: at, to = '', text = '', append = false }: Operation): void {
  if (op === 'mkdir') model.mkdir(at)
  else if (op === 'write') model.write(at, text, append)
  else if (op === 'unlink') model.unlink(at)
  else if (op === 'rmdir') model.rmdir(at)
  else if (op === 'rename') model.rename(at, to)
  else if (op === 'link') model.link(at, to)
}

function outcome(action: () => void): string {
  try {
    action()
    return 'ok'
  } catch (error) {
    if (error instanceof Errno) return error.code
    if (error instanceof Failure) return error.message
    throw error
  }
}

/** The whole tree as one value: directories as objects, files as their text. */
function treeOf(files: Files, at = ''): unknown {
  return Object.fromEntries(
    files.readdir(at || '/').map(name => {
      const child = `${at}/${name}`
      return [name, files.stat(child).kind === 'directory' ? treeOf(files, child) : files.readFile(child, 'utf8')]
    }),
  )
}

function modelTree(node: PlainDirectory): unknown {
  return Object.fromEntries(
    [...node.entries].map(([name, child]) => [name, child instanceof PlainDirectory ? modelTree(child) : child.text]),
  )
}

/** What should be free: a page for every 4,096 bytes of each file, counted once however many names it has. */
function freeSpace(model: PlainModel): bigint {
  const files = new Map<object, number>()
  const visit = (directory: PlainDirectory) => {
    for (const child of directory.entries.values()) {
      if (child instanceof PlainDirectory) visit(child)
      else files.set(child, Math.ceil(Buffer.byteLength(child.text) / 4096))
    }
  }
  visit(model.root)
  return (1n << 20n) - 4096n * BigInt([...files.values()].reduce((sum, pages) => sum + pages, 0))
}

describe('the file system', () => {
  it('agrees with nested maps about every operation, its errors, the tree after it and the free space', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 40 }), operations => {
        const files = makeFiles({ mounts: [mount('/')] })
        const model = new PlainModel()
        for (const one of operations) {
          expect(outcome(() => onFiles(files, one))).toBe(outcome(() => onModel(model, one)))
        }
        expect(treeOf(files)).toEqual(modelTree(model.root))
        expect(files.statfs('/').free).toBe(freeSpace(model))
      }),
      { numRuns: 300 },
    )
  })
})
