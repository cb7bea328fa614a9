/**
 * Nothing leaves the guest: no process of the host is started and no file of the host is touched but those that the
 * user named. The lists below are whole: a new import that could do either fails here and has to be justified.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createVm } from '../src/index.js'

const ROOT = resolve(import.meta.dirname, '..')

/** Modules of Node that reach nothing: they compute, or join streams that somebody else opened. */
const HARMLESS = ['node:buffer', 'node:path', 'node:stream', 'node:url']

/** Whoever imports anything else, outside cli/, and why. */
const ALLOWED: Record<string, string> = {
  'src/channel/channel.ts node:timers': 'waits a turn of the event loop, which is no time',
  'src/channel/inherited-socket.ts node:net':
    'listens on the socket that whoever started this process has handed to it',
  'src/channel/socket-file.ts node:fs': 'looks whose a socket file is, and removes its own',
  'src/channel/socket-path.ts node:fs': 'looks at what stands at the path of a socket (lstat)',
  'src/channel/socket-path.ts node:net': 'finds out whether somebody listens there',
  'src/channel/unix-socket.ts node:fs': 'makes the fresh directory of a socket, removes stale sockets and its own',
  'src/channel/unix-socket.ts node:net': 'listens on the path that the user named',
  'src/channel/unix-socket.ts node:os': 'knows where temporary directories go',
  'src/client/sync-ids.ts node:crypto': 'draws ids that no other client of the same agent has used lately',
  'src/client/target.ts node:net': 'connects to the socket that the user named',
  'src/demo/demos.ts node:fs': 'lists the demos of the package',
  'src/guest/files/store.ts memfs': 'holds the files of the guest in memory',
  'src/guest/guest.ts seedrandom': 'draws the bytes of random fills from the seed',
  'src/guest/ip-address.ts node:net': 'tells an IP address from other text',
  'src/guest/programs/crypt.ts unixcrypt': 'computes crypt(3) hashes',
  'src/guest/programs/stat-file-system.ts node:crypto': 'derives the id of a file system from its source',
  'src/guest/programs/uuid.ts node:crypto': 'hashes names into UUIDs',
  'src/guest/random.ts seedrandom': 'all other chance',
  'src/guest/shell/just-bash.ts node:fs': 'reads which version of just-bash is installed',
  'src/guest/shell/just-bash.ts node:module': 'finds just-bash where it is installed',
  'src/guest/shell/tools/modules.ts node:module': 'gives just-bash modules that only compute, and no others',
  'src/guest/shell/tools/own/checksums.ts node:crypto': 'computes checksums',
  'src/guest/shell/tools/own/gzip/member.ts node:zlib': 'compresses',
  'src/guest/shell/tools/sandbox.ts node:fs': 'reads the code of just-bash',
  'src/guest/shell/tools/sandbox.ts node:vm': 'keeps just-bash apart from what it must not see',
  'src/http/body.ts node:timers/promises': 'waits a turn of the event loop, which is no time',
  'src/http/certificate.ts node:crypto': 'makes the key of a certificate, which nobody else may know',
  'src/http/certificate.ts node:net': 'tells an IP address from a name',
  'src/http/certificate.ts node:os': 'knows by which addresses clients come to a server on all of them',
  'src/http/kubevirt/guest-agent/guest-knowledge.ts node:util': 'compares values',
  'src/http/kubevirt/objects/polled.ts node:timers/promises': 'waits a turn of the event loop, which is no time',
  'src/http/kubevirt/objects/uuid.ts node:crypto': 'derives the UIDs of objects from their names',
  'src/http/proxmox/access/tickets.ts node:crypto': 'signs tickets with what the cluster is made of',
  'src/http/proxmox/agent/file-read.ts node:timers/promises': 'waits a turn of the event loop, which is no time',
  'src/http/proxmox/nodes/version.ts node:crypto': 'derives the id of a release from its number',
  'src/http/proxmox/vms/config.ts node:crypto': 'digests the configuration of a VM',
  'src/http/respond.ts msw': 'finds the handler of a request',
  'src/http/respond.ts node:http': 'has the phrases of statuses',
  'src/http/server.ts srvx': 'listens on the port that the user named',
  'src/http/service-handlers.ts msw': 'makes the handlers of a service',
  'src/migration-socket.ts node:fs': 'looks at what stands at the path of a migration socket, and replaces a socket',
  'src/migration-socket.ts node:net': 'listens for a guest, or sends one, where the user said',
  'src/migration-stream.ts node:v8': 'writes plain data as bytes',
  'src/replay.ts node:timers/promises': 'waits a turn of the event loop, which is no time',
  'src/package-root.ts node:fs': 'finds the folder of the package',
  'src/scenario/built-in.ts node:fs': 'lists the scenarios of the package',
  'src/scenario/layer.ts node:fs': 'reads the scenario file that the user named, its parents and the built-ins',
  'src/migrated-guest.ts node:crypto': 'hashes what two machines must have in common',
  'src/strerror.ts node:util': 'has the words of system errors',
  'src/until.ts node:timers/promises': 'waits a turn of the event loop, which is no time',
  'src/version.ts node:fs': 'reads the version out of package.json',
}

/** Packages that only make values of values; any file may use them. */
const PURE_PACKAGES = ['re2js', 'yaml', 'zod']

interface Source {
  readonly file: string
  /** Without comments. */
  readonly code: string
}

const sources: readonly Source[] = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .map(name => `src/${name.replaceAll('\\', '/')}`)
  .sort()
  .map(file => ({ file, code: withoutComments(readFileSync(join(ROOT, file), 'utf8')) }))

/** Gives just-bash, which is kept apart in it, clock, chance and names of the guest for those of the host. */
const SANDBOX = 'src/guest/shell/tools/sandbox.ts'

const library = sources.filter(({ file }) => !file.startsWith('src/cli/'))

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** What a file imports; types alone are nothing. */
function importsOf({ code }: Source): string[] {
  const statements = code.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm)
  return [...statements].map(([, specifier = '']) => specifier)
}

/** `file:match` for every place in the code. */
function places(files: readonly Source[], pattern: RegExp): string[] {
  return files.flatMap(({ file, code }) => [...code.matchAll(pattern)].map(([match]) => `${file}: ${match.trim()}`))
}

describe('what the source can reach', () => {
  test('every module that reaches beyond the process is on the list, and the list has no other', () => {
    const found = library.flatMap(source =>
      importsOf(source)
        .filter(specifier => !specifier.startsWith('.'))
        .filter(specifier => !HARMLESS.includes(specifier) && !PURE_PACKAGES.includes(specifier))
        .map(specifier => `${source.file} ${specifier}`),
    )
    expect([...new Set(found)].sort()).toEqual(Object.keys(ALLOWED).sort())
  })

  test('no file reads or writes by other functions of node:fs than these', () => {
    const found = library.flatMap(({ file, code }) =>
      [...code.matchAll(/import \{([^}]*)\} from 'node:fs'/g)].map(([, names = '']) => [
        file,
        names.split(',').map(name => name.trim()),
      ]),
    )
    expect(Object.fromEntries(found)).toEqual({
      'src/channel/socket-file.ts': ['lstatSync', 'type Stats', 'unlinkSync'],
      'src/channel/socket-path.ts': ['existsSync', 'lstatSync', 'type Stats'],
      'src/channel/unix-socket.ts': ['lstatSync', 'mkdtempSync', 'renameSync', 'rmdirSync', 'type Stats', 'unlinkSync'],
      'src/demo/demos.ts': ['readdirSync'],
      'src/guest/shell/just-bash.ts': ['readFileSync'],
      'src/guest/shell/tools/sandbox.ts': ['readFileSync'],
      'src/migration-socket.ts': ['existsSync', 'type Stats', 'unlinkSync'],
      'src/scenario/built-in.ts': ['readdirSync'],
      'src/package-root.ts': ['existsSync'],
      'src/scenario/layer.ts': ['readFileSync'],
      'src/version.ts': ['readFileSync'],
    })
  })

  /** What is loaded along with a file: files, and packages and modules of Node. */
  function reachedFrom(file: string, reached = new Set<string>()): Set<string> {
    const source = sources.find(it => it.file === file)
    if (source === undefined || reached.has(file)) return reached
    reached.add(file)
    for (const specifier of importsOf(source)) {
      if (specifier.startsWith('.')) reachedFrom(join(dirname(file), specifier).replace(/\.js$/, '.ts'), reached)
      else reached.add(specifier)
    }
    return reached
  }

  test('the library does not import the command line', () => {
    const reached = reachedFrom('src/index.ts')
    expect(reached.size).toBeGreaterThan(100)
    expect([...reached].filter(file => file.startsWith('src/cli/'))).toEqual([])
  })

  const FOR_HTTP = ['@peculiar/x509', 'msw', 'srvx']

  test.each(['src/index.ts', 'src/client/index.ts', 'src/cli/main.ts', 'src/cli/program.ts', 'src/cli/qemu/qemu.ts'])(
    '%s does not import what HTTP needs, which is loaded by mockvm/msw and by --http alone',
    file => {
      expect([...reachedFrom(file)].filter(it => FOR_HTTP.includes(it))).toEqual([])
    },
  )

  test('mockvm/msw imports it, but for the certificates of HTTPS', () => {
    const reached = reachedFrom('src/http/msw.ts')
    expect(FOR_HTTP.filter(name => reached.has(name))).toEqual(['msw', 'srvx'])
  })

  test('nothing is loaded or made out of text at run time, but the demos of the package and just-bash', () => {
    const dynamic = /\bimport\s*\([^)]*|\brequire\s*\(|createRequire\([^)]*\)\([^)]*|\beval\s*\(|\bFunction\s*\(/g
    expect(places(library, dynamic)).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's
      'src/demo/demos.ts: import(new URL(`failures/${name}.mjs`, EXAMPLES',
      "src/demo/demos.ts: import(new URL('clients/naive.mjs', EXAMPLES",
      // A type.
      "src/guest/shell/just-bash.ts: import('just-bash'",
      // For those who ask for HTTPS.
      "src/http/certificate.ts: import('reflect-metadata'",
      "src/http/certificate.ts: import('@peculiar/x509'",
    ])
  })

  test('no back door of process or globalThis is used', () => {
    const door = /\bprocess\.(binding|_linkedBinding|dlopen|kill|chdir|exit|abort|getBuiltinModule|env|umask)\b/g
    expect(places(library, door)).toEqual([])
    const outside = library.filter(({ file }) => file !== SANDBOX)
    expect(places(outside, /\bglobalThis\b|\bprocess\s*\[|\bfetch\s*\(|\bWebSocket\b/g)).toEqual([])
  })

  test('a process is started by one file, which detaches a daemon of the command line', () => {
    expect(places(sources, /'node:(child_process|cluster|worker_threads)'/g)).toEqual([
      "src/cli/process-terminal.ts: 'node:child_process'",
    ])
  })
})

describe('time and chance', () => {
  const timeless = library.filter(({ file }) => file !== 'src/guest/clock.ts' && file !== SANDBOX)

  test('only the clock of the guest looks at that of the host', () => {
    const clocks = /\bDate\.now\b|\bnew Date\(\s*\)|(?<!new |\/)\bDate\(|\bhrtime\b|\bperformance\b|'node:perf_hooks'/g
    expect(places(timeless, clocks)).toEqual([])
    // From when to when a certificate is good, which clients compare with the time of the host.
    expect(timeless.filter(({ code }) => code.includes('wallClock')).map(({ file }) => file)).toEqual([
      'src/http/certificate.ts',
    ])
  })

  test('only the clock of the guest sets timers', () => {
    expect(places(timeless, /\bset(Timeout|Interval|Immediate)\b|'node:timers[^']*'/g)).toEqual([
      // Turns of the event loop, which are no time.
      'src/channel/channel.ts: setImmediate',
      "src/channel/channel.ts: 'node:timers'",
      // The client's time-outs: the agent may be a real one.
      'src/client/host-timer.ts: setTimeout',
      'src/http/body.ts: setImmediate',
      "src/http/body.ts: 'node:timers/promises'",
      'src/http/kubevirt/objects/polled.ts: setImmediate',
      "src/http/kubevirt/objects/polled.ts: 'node:timers/promises'",
      'src/http/proxmox/agent/file-read.ts: setImmediate',
      "src/http/proxmox/agent/file-read.ts: 'node:timers/promises'",
      'src/replay.ts: setImmediate',
      "src/replay.ts: 'node:timers/promises'",
      'src/until.ts: setImmediate',
      "src/until.ts: 'node:timers/promises'",
    ])
  })

  test('there is no chance but that of the seed', () => {
    const chance = /\bMath\.random\b|(?<!-)\bcrypto\b|\brandomUUID\b|\bgetRandomValues\b/g
    expect(places(timeless, chance)).toEqual([
      // The ids of a client, for a real agent may have others; `firstSyncId` sets them.
      'src/client/sync-ids.ts: crypto',
      // Hashes alone.
      'src/guest/programs/stat-file-system.ts: crypto',
      'src/guest/programs/uuid.ts: crypto',
      'src/guest/shell/tools/modules.ts: crypto',
      'src/guest/shell/tools/own/checksums.ts: crypto',
      // The key and the serial number of a certificate, which no two may share.
      'src/http/certificate.ts: crypto',
      // Hashes, which the same data has everywhere.
      'src/http/kubevirt/objects/uuid.ts: crypto',
      'src/http/proxmox/access/tickets.ts: crypto',
      'src/http/proxmox/nodes/version.ts: crypto',
      'src/http/proxmox/vms/config.ts: crypto',
      'src/migrated-guest.ts: crypto',
    ])
    // Without a seed it would draw one from the host.
    expect(places(library, /\bseedrandom\(\s*\)/g)).toEqual([])
  })

  test('nothing depends on the locale or the time zone of the host', () => {
    const local = /\.get(Hours|Minutes|Seconds|Date|Day|Month|FullYear|TimezoneOffset)\(|\btoLocale\w+|\bIntl\./g
    expect(places(timeless, local)).toEqual([])
  })
})

describe('a guest that is asked for files and programs of the host', () => {
  const SECRET = 'nobody in the guest can know this'
  let directory: string
  let file: string

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
    file = join(directory, 'secret')
    writeFileSync(file, SECRET)
  })

  afterEach(() => rmSync(directory, { recursive: true }))

  test('has no file of the host', async () => {
    await using vm = await createVm()
    await expect(vm.call('guest-file-open', { path: file })).rejects.toThrow('No such file or directory')
    const handle = await vm.call('guest-file-open', { path: '/etc/hostname' })
    const { 'buf-b64': base64 } = await vm.call('guest-file-read', { handle })
    expect(Buffer.from(base64, 'base64').toString()).toBe('mockvm\n')
  })

  test.each(['/proc/self/environ', '/proc/self/cmdline', '/proc/1/environ', '/proc/self/maps'])(
    'shows nothing of the host in %s',
    async path => {
      process.env.MOCKVM_TEST_SECRET = SECRET
      try {
        await using vm = await createVm()
        expect(await tryToRead(vm, path)).not.toMatch(/MOCKVM_TEST_SECRET|vitest|node/)
      } finally {
        delete process.env.MOCKVM_TEST_SECRET
      }
    },
  )

  test('cannot change or remove a file of the host', async () => {
    await using vm = await createVm()
    await expect(vm.call('guest-file-open', { path: file, mode: 'w' })).rejects.toThrow('No such file or directory')
    for (const [path, ...arg] of [
      ['rm', '-f', file],
      ['touch', file],
      ['/bin/sh', '-c', `echo gone > ${file}`],
    ]) {
      await vm.call('guest-exec', { path: path ?? '', arg }).catch(() => {})
    }
    vm.advance('1m')
    expect(readFileSync(file, 'utf8')).toBe(SECRET)
    expect(readdirSync(directory)).toEqual(['secret'])
  })

  test('writes into its own file of the same name', async () => {
    await using vm = await createVm({ scenario: { extends: 'default', files: { [file]: 'the guest’s' } } })
    const handle = await vm.call('guest-file-open', { path: file, mode: 'w' })
    await vm.call('guest-file-write', { handle, 'buf-b64': Buffer.from('written').toString('base64') })
    await vm.call('guest-file-close', { handle })
    expect(await tryToRead(vm, file)).toBe('written')
    expect(readFileSync(file, 'utf8')).toBe(SECRET)
  })

  test('starts no program of the host', async () => {
    await using vm = await createVm()
    await expect(vm.call('guest-exec', { path: process.execPath, arg: ['--version'] })).rejects.toThrow(
      'Failed to execute child process',
    )
    const { pid } = await vm.call('guest-exec', { path: 'cat', arg: [file, '/etc/hostname'], 'capture-output': true })
    vm.advance('1m')
    const status = await vm.call('guest-exec-status', { pid })
    const printed = [status['out-data'], status['err-data']].map(text => Buffer.from(text ?? '', 'base64').toString())
    expect(printed).toEqual(['mockvm\n', `cat: ${file}: No such file or directory\n`])
  })
})

async function tryToRead(vm: Awaited<ReturnType<typeof createVm>>, path: string): Promise<string> {
  try {
    const handle = await vm.call('guest-file-open', { path })
    const { 'buf-b64': base64 } = await vm.call('guest-file-read', { handle, count: 65_536 })
    return Buffer.from(base64, 'base64').toString()
  } catch (error) {
    return (error as Error).message
  }
}
