import type { Guest } from '../../guest.js'
import type { Program } from '../../programs/program.js'
import { lines, notSimulated } from './options.js'

const KEY = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion'

/** `reg query "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion" /v NAME` of the few values that the guest knows. */
export const reg: Program = ({ argv, guest }) => {
  const [command = '', key = '', option = '', name = '', ...more] = argv.slice(1)
  const value = Object.entries(valuesOf(guest)).find(([it]) => it.toLowerCase() === name.toLowerCase())
  const isIt = key.replace(/^HKLM(?=\\)/i, 'HKEY_LOCAL_MACHINE').toLowerCase() === KEY.toLowerCase()
  const isQuery = command.toLowerCase() === 'query' && option.toLowerCase() === '/v' && more.length === 0
  if (!isQuery || !isIt || value === undefined) {
    const known = Object.keys(valuesOf(guest)).join(', ')
    return notSimulated(`only reg query "HKLM${KEY.slice(KEY.indexOf('\\'))}" /v NAME with ${known} is simulated`)
  }
  return { stdout: lines('', KEY, `    ${value[0]}    REG_SZ    ${value[1]}`, '') }
}

function valuesOf({ windows }: Guest): Readonly<Record<string, string>> {
  const { product = '', build = 0, version = '', variant } = windows?.config ?? {}
  return {
    ProductName: product,
    CurrentBuild: `${build}`,
    CurrentBuildNumber: `${build}`,
    // From Windows 10 on it stays as it was.
    CurrentVersion: version === '10.0' ? '6.3' : version,
    InstallationType: variant === 'server' ? 'Server' : 'Client',
  }
}
