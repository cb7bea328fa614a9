/** Homes of accounts: made from the skeleton, moved, removed. */
import type { Tool } from '../tool.js'

export interface Owner {
  readonly uid: number
  readonly gid: number
}

export function makeHome({ files }: Tool, home: string, skeleton: string, mode: number, owner: Owner): void {
  if (files.exists(home)) return
  const parent = home.slice(0, home.lastIndexOf('/'))
  if (parent !== '' && !files.exists(parent)) files.mkdir(parent, { recursive: true, mode: 0o755 })
  files.mkdir(home)
  files.chmod(home, mode)
  if (files.exists(skeleton)) copyTree({ files }, skeleton, home, owner)
  files.chown(home, owner.uid, owner.gid)
}

/** What belonged to the account belongs to it by its new numbers. */
export function rechown({ files }: Pick<Tool, 'files'>, path: string, from: number, to: Owner): void {
  const { kind, uid } = files.lstat(path)
  if (kind === 'directory') for (const name of files.readdir(path)) rechown({ files }, `${path}/${name}`, from, to)
  if (kind !== 'symlink' && uid === from) files.chown(path, to.uid, to.gid)
}

function copyTree({ files }: Pick<Tool, 'files'>, from: string, to: string, owner: Owner): void {
  for (const name of files.readdir(from)) {
    const [source, target] = [`${from}/${name}`, `${to}/${name}`]
    const { kind, mode } = files.lstat(source)
    if (kind === 'symlink') files.symlink(files.readlink(source), target)
    if (kind === 'file') files.writeFile(target, files.readFile(source))
    if (kind === 'directory') {
      files.mkdir(target)
      copyTree({ files }, source, target, owner)
    }
    if (kind === 'file' || kind === 'directory') {
      files.chmod(target, mode & 0o7777)
      files.chown(target, owner.uid, owner.gid)
    }
  }
}
