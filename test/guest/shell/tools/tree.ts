/** The tree of files that the vectors were recorded in, and running a program of the guest in it. */
import { toEnviron } from '../../../../src/guest/environ.js'
import type { Guest } from '../../../../src/guest/guest.js'
import { bodies } from '../../../../src/guest/programs/bodies.js'
import { builtins } from '../../../../src/guest/programs/registry.js'
import { programGuest } from '../../programs/guest.js'

export interface Vector {
  readonly argv: readonly string[]
  readonly stdin?: string
  /** Bytes as Latin-1. */
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
  /** Content of files that are new or changed, as Latin-1. */
  readonly written?: Readonly<Record<string, string>>
  readonly gone?: readonly string[]
}

export type Tree = Readonly<Record<string, string>>

/** Every byte once. */
const BYTES = Uint8Array.from({ length: 256 }, (_, index) => index)

export function treeGuest(files: Tree): Guest {
  const names = new Set([...bodies.keys(), ...builtins.keys()].filter(name => name !== 'gawk'))
  const guest = programGuest({ builtins: [...names].map(name => `/usr/bin/${name}`) })
  for (const [name, content] of Object.entries({ ...files, bin: BYTES })) {
    guest.files.mkdir(`/w/${name}`.replace(/\/[^/]*$/, ''), { recursive: true })
    guest.files.writeFile(`/w/${name}`, content)
  }
  return guest
}

export interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | undefined
}

export function runIn(
  guest: Guest,
  argv: readonly string[],
  {
    stdin = '',
    user = 'root',
    env = {},
  }: { stdin?: string; user?: string; env?: Readonly<Record<string, string>> } = {},
): Ran {
  const pid = guest.children.exec({
    path: argv[0] ?? '',
    args: argv.slice(1),
    environ: toEnviron({ PATH: '/usr/sbin:/usr/bin', LANG: 'C', HOME: '/root', ...env }),
    searchPath: '/usr/bin',
    stdin: new Uint8Array(Buffer.from(stdin, 'latin1')),
    cwd: '/w',
    user,
    capture: 'separated',
  })
  return resultOf(guest, pid)
}

export function resultOf(guest: Guest, pid: number): Ran {
  const child = guest.children.status(pid)
  const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1')
  const { ending } = child ?? {}
  const exitCode = ending !== undefined && 'exitCode' in ending ? ending.exitCode : undefined
  return { stdout: text(child?.stdout.bytes), stderr: text(child?.stderr.bytes), exitCode }
}

/** What a vector says, of what really happened. */
export function replay(files: Tree, { argv, stdin }: Vector): Vector {
  const guest = treeGuest(files)
  const ran = runIn(guest, argv, stdin === undefined ? {} : { stdin })
  const written: Record<string, string> = {}
  const walk = (directory: string) => {
    for (const name of guest.files.readdir(directory)) {
      const path = `${directory}/${name}`
      if (guest.files.lstat(path).kind === 'directory') walk(path)
      else {
        const bytes = Buffer.from(guest.files.readFile(path))
        const before = path === '/w/bin' ? Buffer.from(BYTES) : Buffer.from(files[path.slice(3)] ?? '')
        if (!(path.slice(3) in files || path === '/w/bin') || !bytes.equals(before))
          written[path.slice(3)] = bytes.toString('latin1')
      }
    }
  }
  walk('/w')
  const gone = Object.keys(files).filter(name => !guest.files.exists(`/w/${name}`))
  return {
    argv,
    ...{ stdout: ran.stdout, stderr: ran.stderr, exitCode: ran.exitCode ?? -1 },
    ...(stdin !== undefined && { stdin }),
    ...(Object.keys(written).length > 0 && { written }),
    ...(gone.length > 0 && { gone }),
  }
}
