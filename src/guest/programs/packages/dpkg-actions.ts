/** What dpkg(1) does to packages: configure, remove, hold. None of it unpacks an archive. */

import { unlessErrno } from '../../errno.js'
import { takeOut } from '../../packages/contents.js'
import { STATUS } from '../../packages/control.js'
import { heldIn, statusText } from '../../packages/holds.js'
import type { Tool } from '../tool.js'
import { purging, readDatabase } from './debian.js'
import type { DpkgCall } from './dpkg.js'
import { failedDpkg, wrongDpkg } from './dpkg-messages.js'
import { openLock } from './locks.js'
import { refusal } from './refusal.js'

/** dpkg locks its own file, besides the one that apt has locked. */
function lock(tool: Tool, simulates: boolean): void {
  if (simulates) return
  if (tool.cred.uid !== 0) throw failedDpkg(tool, 'requested operation requires superuser privilege')
  openLock(tool, '/var/lib/dpkg/lock', 0o640)
}

export function unpackAll(tool: Tool, action: string, { operands, simulates }: DpkgCall): void {
  if (operands.length === 0) throw wrongDpkg(tool, `${action} needs at least one package archive file argument`)
  lock(tool, simulates)
  for (const path of operands) {
    if (unlessErrno(() => tool.files.stat(tool.path(path), tool.cred)) !== undefined) continue
    throw failedDpkg(tool, `cannot access archive '${path}': No such file or directory`)
  }
  throw refusal(tool, action)
}

export function configure(tool: Tool, { operands, simulates, isPending }: DpkgCall): void {
  if (isPending && operands.length > 0) {
    throw wrongDpkg(tool, '--configure --pending does not take any non-option arguments')
  }
  if (!isPending && operands.length === 0) throw wrongDpkg(tool, '--configure needs at least one package name argument')
  lock(tool, simulates)
  if (operands.length === 0) return
  for (const name of operands) {
    const isThere = tool.guest.packages.get(name)?.installed ?? false
    const why = isThere
      ? `package ${name} is already installed and configured`
      : `no package named '${name}' is installed, cannot configure`
    tool.stderr.add(`dpkg: error processing package ${name} (--configure):\n ${why}\n`)
  }
  tool.stderr.add(`Errors were encountered while processing:\n${operands.map(name => ` ${name}\n`).join('')}`)
  throw tool.exit(1)
}

export function removeAll(tool: Tool, action: string, { operands, simulates, isPending }: DpkgCall): void {
  if (operands.length === 0 && !isPending) throw wrongDpkg(tool, `${action} needs at least one package name argument`)
  lock(tool, simulates)
  const gone = operands.flatMap(name => {
    const item = tool.guest.packages.get(name)
    if (item?.installed || (item?.hasSettings && action === '--purge')) return [item]
    if (item?.hasSettings) {
      tool.stderr.add(
        `dpkg: warning: ignoring request to remove ${name}, only the config\n` +
          ' files of which are on the system; use --purge to remove them too\n',
      )
      return []
    }
    tool.stderr.add(`dpkg: warning: ignoring request to remove ${name} which isn't installed\n`)
    return []
  })
  if (gone.length === 0) return
  readDatabase(tool)
  for (const item of gone) {
    const { name, version, installed } = item
    if (simulates) tool.print(`Would remove or purge ${name} (${version}) ...\n`)
    else if (installed) tool.print(`Removing ${name} (${version}) ...\n`)
    if (!simulates && action === '--purge') tool.print(purging(item))
    if (!simulates) takeOut(tool.guest, name, { keepsSettings: action === '--remove' })
  }
}

const UNKNOWN_FOUND = `dpkg: warning: found unknown packages; this might mean the available database
is outdated, and needs to be updated through a frontend method;
please see the FAQ <https://wiki.debian.org/Teams/Dpkg/FAQ#set-selections>
`

/** Lines of a name and what is wanted; only holding and installing again mean something here. */
export function setSelections(tool: Tool, { simulates }: DpkgCall): void {
  if (!simulates && tool.cred.uid !== 0) {
    throw failedDpkg(tool, 'required read/write access to the dpkg database directory /var/lib/dpkg')
  }
  lock(tool, simulates)
  const held = new Set(heldIn(tool.files))
  let isUnknown = false
  for (const [index, line] of Buffer.from(tool.call.stdin).toString('utf8').split('\n').entries()) {
    const [name = '', wanted, ...more] = line.trim().split(/\s+/)
    if (name === '' || name.startsWith('#')) continue
    const at = `at line ${index + 1}`
    if (wanted === undefined) throw failedDpkg(tool, `unexpected end of line in package name ${at}`)
    if (more.length > 0) throw failedDpkg(tool, `unexpected data after package and selection ${at}`)
    if (!/^(?:install|hold|deinstall|purge)$/.test(wanted))
      throw failedDpkg(tool, `unknown wanted status ${at}: ${wanted}`)
    if (tool.guest.packages.get(name) === undefined) {
      tool.stderr.add(`dpkg: warning: package not in status nor available database ${at}: ${name}\n`)
      isUnknown = true
    } else if (wanted === 'hold') held.add(name)
    else if (wanted === 'install') held.delete(name)
    else throw refusal(tool, `the selection ${wanted}`)
  }
  if (isUnknown) tool.stderr.add(UNKNOWN_FOUND)
  if (!simulates) tool.files.writeFile(STATUS, statusText(tool.guest.packages, held))
}
