/** What apt -s prints in place of doing anything. */
import type { Package } from '../../packages.js'
import { readSettings } from '../../services/env-file.js'
import type { Tool } from '../tool.js'
import { newestOf } from './apt-selection.js'
import type { Plan } from './apt-transaction.js'

export function simulate(tool: Tool, { newer, fresh, again, gone, purges }: Plan): void {
  for (const { name, version } of gone) tool.print(`${purges ? 'Purg' : 'Remv'} ${name} [${version}]\n`)
  const coming = [...newer, ...fresh, ...again]
  const source = sourceOf(tool)
  const shown = (item: Package) => `(${newestOf(item)} ${source}/${item.repository} [${item.architecture}])`
  for (const item of coming) {
    tool.print(`Inst ${item.name} ${item.installed ? `[${item.version}] ` : ''}${shown(item)}\n`)
  }
  for (const item of coming) tool.print(`Conf ${item.name} ${shown(item)}\n`)
}

/** "Debian:12.11", "Ubuntu:22.04" */
function sourceOf({ files }: Tool): string {
  const release = readSettings(files, '/etc/os-release')
  const version = release.get('VERSION_ID') ?? 'unstable'
  if (release.get('ID') === 'ubuntu') return `Ubuntu:${version}`
  const path = '/etc/debian_version'
  const point = files.exists(path) ? files.readFile(path, 'utf8').trim() : ''
  return `Debian:${/^\d/.test(point) ? point : version}`
}
