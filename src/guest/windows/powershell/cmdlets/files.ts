/** Commands that make, move and remove files. */

import { wildcard } from '../../../wildcard.js'
import type { Entry } from '../../disk.js'
import { folderOf, nameOf } from '../../full-path.js'
import type { Call, Cmdlet, Doing } from '../call.js'
import { itemOf, matches, missing, pathsOf } from './file-items.js'

function* testPath(call: Call): Doing {
  const kind = call.text('pathtype')?.toLowerCase() ?? 'any'
  for (const path of pathsOf(call)) {
    if (/^env:/i.test(path)) {
      yield* call.put(call.session.environmentOf(path.slice('env:'.length)) !== undefined)
      continue
    }
    if (/^(?:hk|registry|cert|wsman|function|variable)\w*:/i.test(path)) call.refuse(`Test-Path ${path}`)
    yield* call.put(matches(call, path).some(({ isFolder }) => kind === 'any' || isFolder === (kind === 'container')))
  }
}

function* getChildren(call: Call): Doing {
  const { disk } = call.session
  const paths = pathsOf(call)
  const filter = wildcard((call.text('filter') ?? '*').toLowerCase())
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const whole = call.session.path(path)
    const found = disk.match(whole)
    if (found.length === 0 && !/[*?]/.test(path)) yield* missing(call, path)
    const top = /[*?]/.test(path) ? found : found.flatMap(it => (it.isFolder ? disk.list(it.path) : [it]))
    yield* show(call, top, filter)
  }
}

/** Folders come first. */
function* show(call: Call, entries: readonly Entry[], filter: RegExp): Doing {
  const sorted = entries.toSorted((a, b) => Number(b.isFolder) - Number(a.isFolder))
  for (const entry of sorted) {
    const isLeftOut = (call.has('file') && entry.isFolder) || (call.has('directory') && !entry.isFolder)
    if (isLeftOut || !filter.test(nameOf(entry.path).toLowerCase())) continue
    yield* call.put(call.has('name') ? nameOf(entry.path) : itemOf(call.session, entry))
  }
  if (!call.has('recurse')) return
  if (call.has('name')) call.refuse('Get-ChildItem -Recurse -Name')
  for (const { path, isFolder } of sorted) if (isFolder) yield* show(call, call.session.disk.list(path), filter)
}

function* getItem(call: Call): Doing {
  for (const path of pathsOf(call)) {
    const found = matches(call, path)
    if (found.length === 0 && !/[*?]/.test(path)) yield* missing(call, path)
    for (const entry of found) yield* call.put(itemOf(call.session, entry))
  }
}

function* newItem(call: Call, otherwise = 'file'): Doing {
  const { disk } = call.session
  const type = (call.text('itemtype') ?? call.text('type') ?? otherwise).toLowerCase()
  if (!/^(?:file|directory|container|leaf)$/.test(type)) call.refuse(`New-Item -ItemType ${type}`)
  const name = call.text('name')
  for (const given of call.get('path') === undefined ? ['.'] : call.texts('path')) {
    const path = call.session.path(name === undefined ? given : `${given}\\${name}`)
    const there = disk.find(path)
    if (type === 'directory' || type === 'container') {
      if (there !== undefined && !(there.isFolder && call.has('force'))) {
        yield* call.complain(
          exists(
            call,
            `An item with the specified name ${path} already exists.`,
            path,
            'DirectoryExist',
            'ResourceExists',
          ),
        )
        continue
      }
      if (there === undefined) disk.makeFolder(path)
    } else {
      if (there !== undefined && !call.has('force')) {
        yield* call.complain(exists(call, `The file '${path}' already exists.`, path, 'NewItemIOError', 'WriteError'))
        continue
      }
      if (call.has('force') && !disk.isFolder(folderOf(path))) disk.makeFolder(folderOf(path))
      if (!disk.isFolder(folderOf(path))) {
        const options = {
          kind: 'WriteError',
          target: `${path}:String`,
          exception: 'DirectoryNotFoundException',
          id: 'NewItemIOError',
        }
        yield* call.complain(call.failure(`Could not find a part of the path '${path}'.`, options))
        continue
      }
      disk.write(path, Buffer.from(call.text('value') ?? ''))
    }
    yield* call.put(itemOf(call.session, disk.get(path)))
  }
}

function exists(call: Call, message: string, path: string, id: string, kind: string) {
  return call.failure(message, { kind, target: `${path}:String`, exception: 'IOException', id })
}

function* removeItem(call: Call): Doing {
  const { disk } = call.session
  for (const path of pathsOf(call)) {
    const found = matches(call, path)
    if (found.length === 0 && !/[*?]/.test(path)) yield* missing(call, path)
    for (const { path: at, isFolder, isReadOnly } of found) {
      if (!isFolder && isReadOnly && call.has('force')) call.refuse('Remove-Item -Force of a read-only file')
      if (!isFolder) disk.remove(at)
      // Without a console nobody can be asked whether what is in it shall go as well.
      else if (disk.list(at).length > 0 && !call.has('recurse'))
        call.refuse('Remove-Item of a full folder without -Recurse')
      else disk.removeFolder(at, { whole: true })
    }
  }
}

function* transfer(call: Call, how: 'copy' | 'move'): Doing {
  const { disk } = call.session
  const target = call.session.path(call.text('destination') ?? '.')
  for (const path of pathsOf(call)) {
    const found = matches(call, path)
    if (found.length === 0 && !/[*?]/.test(path)) yield* missing(call, path)
    for (const entry of found) {
      const to = disk.isFolder(target) ? `${target.replace(/\\$/, '')}\\${nameOf(entry.path)}` : target
      if (how === 'copy') copy(call, entry, to)
      else if (disk.isFile(to) && !call.has('force')) {
        const message = 'Cannot create a file when that file already exists.\r\n'
        yield* call.complain(exists(call, message, entry.path, 'MoveFileInfoItemIOError', 'WriteError'))
      } else disk.move(entry.path, to)
    }
  }
}

function copy(call: Call, { path, isFolder }: Entry, to: string): void {
  const { disk } = call.session
  if (!isFolder) {
    disk.write(to, disk.read(path))
    return
  }
  if (!disk.isFolder(to)) disk.makeFolder(to)
  if (!call.has('recurse')) return
  for (const entry of disk.list(path)) copy(call, entry, `${to}\\${nameOf(entry.path)}`)
}

function* rename(call: Call): Doing {
  for (const path of pathsOf(call)) {
    const [entry] = matches(call, path)
    if (entry === undefined) yield* missing(call, path)
    else call.session.disk.move(entry.path, `${folderOf(entry.path).replace(/\\$/, '')}\\${call.text('newname') ?? ''}`)
  }
}

function* joinPath(call: Call): Doing {
  const child = call.text('childpath') ?? ''
  for (const path of call.texts('path'))
    yield* call.put(`${path.replace(/[\\/]$/, '')}\\${child.replace(/^[\\/]/, '')}`)
}

function* splitPath(call: Call): Doing {
  for (const path of call.texts('path')) {
    const at = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'))
    yield* call.put(call.has('leaf') ? path.slice(at + 1) : path.slice(0, at).replace(/^[A-Za-z]:$/, '$&\\'))
  }
}

function* setLocation(call: Call): Doing {
  const [path = '.'] = pathsOf(call)
  const entry = call.session.disk.find(call.session.path(path))
  if (entry?.isFolder) call.session.folder = entry.path
  else yield* missing(call, path)
}

function* getLocation(call: Call): Doing {
  yield* call.put(call.session.folder)
}

const PATH = { path: 'value', literalpath: 'value' } as const

export const fileCmdlets: readonly Cmdlet[] = [
  { name: 'Test-Path', parameters: { ...PATH, pathtype: 'value' }, positions: ['path'], run: testPath },
  {
    name: 'Get-ChildItem',
    parameters: {
      ...{ ...PATH, filter: 'value' },
      ...{ name: 'switch', recurse: 'switch', file: 'switch', directory: 'switch', force: 'switch' },
    },
    positions: ['path', 'filter'],
    run: getChildren,
  },
  { name: 'Get-Item', parameters: { ...PATH, force: 'switch' }, positions: ['path'], run: getItem },
  {
    name: 'New-Item',
    parameters: { path: 'value', name: 'value', itemtype: 'value', type: 'value', value: 'value', force: 'switch' },
    positions: ['path'],
    run: call => newItem(call),
  },
  // A function of PowerShell's own, which makes folders.
  {
    name: 'mkdir',
    parameters: { path: 'value', name: 'value', force: 'switch' },
    positions: ['path'],
    run: call => newItem(call, 'directory'),
  },
  {
    name: 'Remove-Item',
    parameters: { ...PATH, recurse: 'switch', force: 'switch' },
    positions: ['path'],
    run: removeItem,
  },
  {
    name: 'Copy-Item',
    parameters: { ...PATH, destination: 'value', recurse: 'switch', force: 'switch' },
    positions: ['path', 'destination'],
    run: call => transfer(call, 'copy'),
  },
  {
    name: 'Move-Item',
    parameters: { ...PATH, destination: 'value', force: 'switch' },
    positions: ['path', 'destination'],
    run: call => transfer(call, 'move'),
  },
  {
    name: 'Rename-Item',
    parameters: { ...PATH, newname: 'value', force: 'switch' },
    positions: ['path', 'newname'],
    run: rename,
  },
  {
    name: 'Join-Path',
    parameters: { path: 'value', childpath: 'value' },
    positions: ['path', 'childpath'],
    run: joinPath,
  },
  {
    name: 'Split-Path',
    parameters: { path: 'value', leaf: 'switch', parent: 'switch' },
    positions: ['path'],
    run: splitPath,
  },
  { name: 'Set-Location', parameters: PATH, positions: ['path'], run: setLocation },
  { name: 'Get-Location', parameters: {}, positions: [], run: getLocation },
]
