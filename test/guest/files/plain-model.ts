/** A file system as one would write it down in ten minutes: nested maps, no links, absolute paths of plain names. */
export type PlainNode = PlainFile | PlainDirectory

export class PlainFile {
  text = ''
}

export class PlainDirectory {
  readonly entries = new Map<string, PlainNode>()
}

/** What an operation ends in, if not well. */
export class Failure extends Error {}

export class PlainModel {
  readonly root = new PlainDirectory()

  mkdir(path: string): void {
    const { parent, name, node } = this.#find(path)
    if (node) throw new Failure('EEXIST')
    parent.entries.set(name, new PlainDirectory())
  }

  write(path: string, text: string, append: boolean): void {
    const { parent, name, node } = this.#find(path)
    if (node instanceof PlainDirectory) throw new Failure('EISDIR')
    const file = node ?? new PlainFile()
    file.text = append ? file.text + text : text
    parent.entries.set(name, file)
  }

  unlink(path: string): void {
    const { parent, name, node } = this.#find(path)
    if (!node) throw new Failure('ENOENT')
    if (node instanceof PlainDirectory) throw new Failure('EISDIR')
    parent.entries.delete(name)
  }

  rmdir(path: string): void {
    const { parent, name, node } = this.#find(path)
    if (!node) throw new Failure('ENOENT')
    if (!(node instanceof PlainDirectory)) throw new Failure('ENOTDIR')
    if (node.entries.size > 0) throw new Failure('ENOTEMPTY')
    parent.entries.delete(name)
  }

  link(from: string, to: string): void {
    const source = this.#find(from)
    if (!source.node) throw new Failure('ENOENT')
    const target = this.#find(to)
    if (target.node) throw new Failure('EEXIST')
    if (source.node instanceof PlainDirectory) throw new Failure('EPERM')
    target.parent.entries.set(target.name, source.node)
  }

  rename(from: string, to: string): void {
    const source = this.#find(from)
    const target = this.#find(to)
    const { node } = source
    if (!node) throw new Failure('ENOENT')
    if (node instanceof PlainDirectory && to.startsWith(`${from}/`)) throw new Failure('EINVAL')
    if (from.startsWith(`${to}/`)) throw new Failure('ENOTEMPTY')
    if (target.node === node) return
    if (target.node instanceof PlainDirectory !== node instanceof PlainDirectory && target.node) {
      throw new Failure(node instanceof PlainDirectory ? 'ENOTDIR' : 'EISDIR')
    }
    if (target.node instanceof PlainDirectory && target.node.entries.size > 0) throw new Failure('ENOTEMPTY')
    source.parent.entries.delete(source.name)
    target.parent.entries.set(target.name, node)
  }

  #find(path: string): { parent: PlainDirectory; name: string; node: PlainNode | undefined } {
    const names = path.slice(1).split('/')
    const name = names.pop() ?? ''
    let parent = this.root
    for (const one of names) {
      const next = parent.entries.get(one)
      if (!next) throw new Failure('ENOENT')
      if (!(next instanceof PlainDirectory)) throw new Failure('ENOTDIR')
      parent = next
    }
    return { parent, name, node: parent.entries.get(name) }
  }
}
