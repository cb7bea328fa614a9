import type { Vm } from '../../vm.js'
import { examplePaths, type Platform, warnOfOpen } from './platforms.js'

interface Place {
  /** Of the agent's socket. */
  readonly path: string
  readonly monitors: readonly string[]
  /** "http://127.0.0.1:8006", … */
  readonly urls: readonly string[]
  /** What is served there. */
  readonly platforms: readonly Platform[]
  /** Where the certificate stands. */
  readonly certificate: string | undefined
}

/** Where it listens, and what to type. */
export function greeting(vm: Vm, { path, monitors, urls, platforms, certificate }: Place): string {
  const calls = [
    `npx mockvm call ${quote(path)} guest-ping`,
    ...monitors.map(monitor => `npx mockvm qmp ${quote(monitor)} query-status`),
    `echo '{"execute":"guest-info"}' | socat -t1 - UNIX-CONNECT:${quote(path)}`,
    ...urls.flatMap(url => {
      const trust = certificate === undefined ? '--insecure' : `--cacert ${quote(certificate)}`
      const curl = url.startsWith('https:') ? `curl ${trust}` : 'curl'
      return examplePaths(vm, platforms).map(it => `${curl} ${quote(url + it)}`)
    }),
  ]
  const places = [path, ...monitors, ...urls].join(' and ')
  const warning = urls.length === 0 ? undefined : warnOfOpen(vm, platforms)
  return [
    `Listening on ${places}. Try, in another terminal:\n\n`,
    ...calls.map(call => `  ${call}\n`),
    ...(warning === undefined ? [] : [`\n${warning}\n`]),
    '\n',
  ].join('')
}

/** For a shell. */
function quote(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
