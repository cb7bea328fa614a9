import type { Tool } from '../tool.js'

/** "252.39-1~deb12u2": as the package has it. */
export function systemdVersion(tool: Tool): string {
  return tool.guest.packages.get('systemd')?.version ?? '252.39-1~deb12u2'
}

/** What --version begins with. */
export function versionLine(tool: Tool): string {
  const version = systemdVersion(tool)
  return `systemd ${/^\d+/.exec(version)?.[0] ?? ''} (${version})\n`
}
