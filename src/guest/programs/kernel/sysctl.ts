/** procps' sysctl(8): the files below /proc/sys. */
import { Errno } from '../../errno.js'
import type { GivenOptions } from '../options.js'
import { readAll } from '../reading.js'
import { type Tool, tool } from '../tool.js'

const OPTIONS = [
  'a,A,X,all',
  'b,binary',
  'e,ignore',
  'N,names',
  'n,values',
  'p,f,load?',
  'q,quiet',
  'r,pattern=',
  'w,write',
]
const ROOT = '/proc/sys'
/** What --system reads, each name from the first directory that has it. */
const DIRECTORIES = ['/run/sysctl.d', '/etc/sysctl.d', '/usr/local/lib/sysctl.d', '/usr/lib/sysctl.d', '/lib/sysctl.d']
const DEFAULT_FILE = '/etc/sysctl.conf'
const USAGE = '\nUsage:\n sysctl [options] [variable[=value] ...]\n'

export const sysctl = tool(tool => {
  const options = tool.options([...OPTIONS, 'system'], { others: ['d', 'deprecated', 'dry-run'] })
  const { operands } = options
  if (options.has('system')) loadSystem(tool, options)
  else if (options.has('p')) {
    const given = options.value('p')
    const names = [...(given === undefined ? [] : [given]), ...operands]
    for (const name of names.length === 0 ? [DEFAULT_FILE] : names) load(tool, options, name)
  } else if (options.has('a')) show(tool, options, ROOT)
  else if (operands.length === 0) {
    if (options.has('w')) {
      tool.warn('no variables specified')
      tool.stderr.add(`Try \`${tool.name} --help' for more information.\n`)
    } else tool.stderr.add(USAGE)
    tool.exitCode = 1
  } else for (const operand of operands) one(tool, options, operand)
})

function one(tool: Tool, options: GivenOptions, operand: string): void {
  const equals = operand.indexOf('=')
  if (equals !== -1) set(tool, options, operand.slice(0, equals).trim(), operand.slice(equals + 1).trim())
  else if (options.has('w')) throw tool.fail(`"${operand}" must be of the form name=value`)
  else {
    const path = pathOf(operand)
    if (tool.files.exists(path)) show(tool, options, path)
    else if (!options.has('e')) tool.warn(`cannot stat ${path}: No such file or directory`)
  }
}

/** The first separator tells which one it is: "net.ipv4.conf.eth0/1", "net/ipv4/conf/eth0.1". */
function pathOf(key: string): string {
  const isDotted = /^[^./]*\./.test(key)
  const swapped = key.replace(/[./]/g, mark => (mark === '.' ? '/' : '.'))
  return `${ROOT}/${isDotted ? swapped : key}`
}

function keyOf(path: string): string {
  return path.slice(ROOT.length + 1).replace(/[./]/g, mark => (mark === '/' ? '.' : '/'))
}

function show(tool: Tool, options: GivenOptions, path: string): void {
  const { files, cred } = tool
  if (files.stat(path).kind === 'directory') {
    for (const name of files.readdir(path, cred).toSorted()) show(tool, options, `${path}/${name}`)
    return
  }
  const key = keyOf(path)
  const pattern = options.value('r')
  if (pattern !== undefined && !new RegExp(pattern).test(key)) return
  if (options.has('N')) {
    tool.print(`${key}\n`)
    return
  }
  const text = tool.get(
    () => readAll(tool, path).toString('latin1'),
    () => `permission denied on key '${key}'`,
  )
  if (text === undefined) return
  if (options.has('b')) tool.print(text.replace(/\n$/, ''))
  else
    for (const line of text.replace(/\n$/, '').split('\n'))
      tool.print(options.has('n') ? `${line}\n` : `${key} = ${line}\n`)
}

function set(tool: Tool, options: GivenOptions, name: string, value: string): void {
  const { files, cred } = tool
  const path = pathOf(name)
  const key = keyOf(path)
  if (!files.exists(path)) {
    if (!options.has('e')) tool.warn(`cannot stat ${path}: No such file or directory`)
    return
  }
  try {
    const file = files.open(path, { read: false, write: true, truncate: true }, 0, cred)
    try {
      file.write(Buffer.from(`${value}\n`))
    } finally {
      file.close()
    }
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    const isClosed = (files.stat(path).mode & 0o200) === 0 || cred.uid !== 0
    if (isClosed) tool.warn(`permission denied on key "${key}"`)
    else if (error.code === 'EINVAL') tool.warn(`setting key "${key}": ${error.text}`)
    else tool.warn(`mockvm doesn't do a change of ${key} yet`)
    return
  }
  if (!options.has('q'))
    tool.print(options.has('n') ? `${value}\n` : options.has('N') ? `${key}\n` : `${key} = ${value}\n`)
}

function load(tool: Tool, options: GivenOptions, name: string): void {
  const text = tool.get(
    () => readAll(tool, name).toString('utf8'),
    text => `cannot open "${name}": ${text}`,
  )
  for (const [index, raw] of (text ?? '').split('\n').entries()) {
    const line = raw.trim()
    if (line === '' || /^[#;]/.test(line)) continue
    const [, mayFail = '', key = '', value] = /^(-?)([^=]*?)\s*=\s*(.*)$/.exec(line) ?? []
    if (value === undefined) tool.warn(`${name}(${index + 1}): invalid syntax, continuing...`, tool.exitCode)
    else if (mayFail === '' || tool.files.exists(pathOf(key))) set(tool, options, key, value)
  }
}

function loadSystem(tool: Tool, options: GivenOptions): void {
  const { files } = tool
  const found = new Map<string, string>()
  for (const directory of DIRECTORIES) {
    if (!files.exists(directory)) continue
    for (const name of files.readdir(directory)) {
      if (name.endsWith('.conf') && !found.has(name)) found.set(name, `${directory}/${name}`)
    }
  }
  const paths = [...found].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, path]) => path)
  for (const path of [...paths, ...(files.exists(DEFAULT_FILE) ? [DEFAULT_FILE] : [])]) {
    if (!options.has('q')) tool.print(`* Applying ${path} ...\n`)
    load(tool, options, path)
  }
}
