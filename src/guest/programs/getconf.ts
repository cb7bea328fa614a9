import { signalsLimit } from '../kernel/proc-pid-limits.js'
import { totalMemory } from './processes/process-view.js'
import { type Tool, tool } from './tool.js'

const WRONG_USAGE = 2
const PAGE = 4096n
const USAGE = 'getconf [-v specification] variable_name [pathname]\n       getconf -a [pathname]\n'

type Value = string | ((tool: Tool) => string)

/** Of Linux on x86-64 with glibc 2.36. */
const VARIABLES: Readonly<Record<string, Value>> = {
  ARG_MAX: '2097152',
  CHAR_BIT: '8',
  CHILD_MAX: ({ guest }) => String(signalsLimit(guest)),
  CLK_TCK: '100',
  GNU_LIBC_VERSION: 'glibc 2.36',
  GNU_LIBPTHREAD_VERSION: 'NPTL 2.36',
  HOST_NAME_MAX: '64',
  INT_MAX: '2147483647',
  INT_MIN: '-2147483648',
  IOV_MAX: '1024',
  LOGIN_NAME_MAX: '256',
  LONG_BIT: '64',
  NGROUPS_MAX: '65536',
  OPEN_MAX: '1024',
  PAGESIZE: String(PAGE),
  PAGE_SIZE: String(PAGE),
  PATH: '/bin:/usr/bin',
  TTY_NAME_MAX: '32',
  UINT_MAX: '4294967295',
  WORD_BIT: '32',
  _AVPHYS_PAGES: ({ guest }) => String((totalMemory(guest) * 1024n) / PAGE),
  _NPROCESSORS_CONF: ({ guest }) => String(guest.vcpus.list().length),
  _NPROCESSORS_ONLN: ({ guest }) => String(guest.vcpus.list().filter(vcpu => vcpu.online).length),
  _PHYS_PAGES: ({ guest }) => String((totalMemory(guest) * 1024n) / PAGE),
  _POSIX_VERSION: '200809',
}

/** Those that are asked of a file. */
const OF_PATHS: Readonly<Record<string, string>> = {
  LINK_MAX: '65000',
  NAME_MAX: '255',
  PATH_MAX: '4096',
  PIPE_BUF: '4096',
}

/** glibc's getconf(1). */
export const getconf = tool(tool => {
  const [name, path, extra] = tool.args
  if (name === '-a') throw tool.fail("mockvm doesn't do -a yet")
  if (name === undefined || extra !== undefined) throw usage(tool)
  const ofPath = Object.hasOwn(OF_PATHS, name) ? OF_PATHS[name] : undefined
  if (ofPath !== undefined) {
    if (path === undefined) throw usage(tool)
    tool.attempt(
      () => tool.files.stat(tool.path(path), tool.cred),
      text => `pathconf: ${path}: ${text}`,
      3,
    )
    if (tool.exitCode === 0) tool.print(`${ofPath}\n`)
    return
  }
  const value = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined
  if (value === undefined) throw tool.fail(`Unrecognized variable \`${name}'`, WRONG_USAGE)
  if (path !== undefined) throw usage(tool)
  tool.print(`${typeof value === 'string' ? value : value(tool)}\n`)
})

function usage(tool: Tool): Error {
  tool.stderr.add(`Usage: ${USAGE}`)
  return tool.exit(WRONG_USAGE)
}
