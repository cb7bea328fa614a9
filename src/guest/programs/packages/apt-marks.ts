/** Which packages came only because others needed them: what apt keeps in a file of its own. */
import type { Tool } from '../tool.js'

const EXTENDED_STATES = '/var/lib/apt/extended_states'

export function autoInstalled({ files }: Tool): ReadonlySet<string> {
  if (!files.exists(EXTENDED_STATES)) return new Set()
  const found = files.readFile(EXTENDED_STATES, 'utf8').matchAll(/^Package: (.*)\n(?:.+\n)*?Auto-Installed: 1$/gm)
  return new Set(Array.from(found, ([, name = '']) => name))
}

export function markAuto({ files, guest }: Tool, names: ReadonlySet<string>): void {
  if (names.size === 0 && !files.exists(EXTENDED_STATES)) return
  const paragraphs = [...names].sort().map(name => {
    const { architecture = 'amd64' } = guest.packages.get(name) ?? {}
    return `Package: ${name}\nArchitecture: ${architecture}\nAuto-Installed: 1\n\n`
  })
  files.mkdir('/var/lib/apt', { recursive: true })
  files.writeFile(EXTENDED_STATES, paragraphs.join(''))
}
