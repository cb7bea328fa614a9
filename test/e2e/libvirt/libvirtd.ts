/**
 * A libvirtd of our own, in a temporary folder and beside whatever else runs.
 *
 * `session`: as a user without privileges, who has all of libvirt's folders below XDG_*; a test that is run by root
 * becomes nobody for it. `system`: as root, with libvirt's folders covered in a mount namespace of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ending, runProgram } from './run-program.js'
import { Virsh } from './virsh.js'

export type Mode = 'session' | 'system'

const NOBODY = { uid: 65534, gid: 65534 }

/** libvirt's folders that a system libvirtd writes to. */
const COVERED = { etc: '/etc/libvirt', lib: '/var/lib/libvirt', cache: '/var/cache/libvirt', log: '/var/log/libvirt' }

const DAEMON_CONFIG = (directory: string): string => `unix_sock_dir = "${directory}/sock"
auth_unix_ro = "none"
auth_unix_rw = "none"
log_outputs = "3:file:${directory}/libvirtd.log"
`

/** Without it libvirt starts a virtlogd, which would outlive the test by two minutes. */
const NO_LOG_DAEMON = 'stdio_handler = "file"\n'

/** No other user, label or namespace for a domain, and no cgroup: a container may allow none of them. */
const QEMU_CONFIG = `user = "root"
group = "root"
dynamic_ownership = 0
remember_owner = 0
security_driver = "none"
cgroup_controllers = []
namespaces = []
${NO_LOG_DAEMON}`

/** Why a system libvirtd can't be had here; undefined: it can. */
export async function missingForSystem(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'it wants root'
  const tried = await runProgram('unshare', ['-m', 'true'], { env: process.env, within: 10_000 })
  return tried.status === 0 ? undefined : `no mount namespace: ${tried.stderr.trim()}`
}

export class Libvirtd {
  readonly directory: string
  readonly virsh: Virsh
  readonly #mode: Mode
  readonly #user: typeof NOBODY | undefined
  readonly #env: NodeJS.ProcessEnv
  #child: ChildProcess | undefined

  private constructor(mode: Mode) {
    // Short: the path of an agent's socket below it has to fit into the 107 bytes of sun_path.
    this.directory = mkdtempSync(join(tmpdir(), 'lv-'))
    this.#mode = mode
    this.#user = mode === 'session' && process.getuid?.() === 0 ? NOBODY : undefined
    for (const name of ['config', 'cache', 'data', 'run', 'sock', 'tmp', 'cover']) this.#makeDirectory(name)
    if (this.#user !== undefined) chownSync(this.directory, this.#user.uid, this.#user.gid)
    this.#env = {
      PATH: process.env.PATH,
      LC_ALL: 'C',
      TZ: 'UTC',
      HOME: this.directory,
      TMPDIR: join(this.directory, 'tmp'),
      XDG_CONFIG_HOME: join(this.directory, 'config'),
      XDG_CACHE_HOME: join(this.directory, 'cache'),
      XDG_DATA_HOME: join(this.directory, 'data'),
      XDG_RUNTIME_DIR: join(this.directory, 'run'),
    }
    const socket = join(this.directory, mode === 'session' ? 'run/libvirt' : 'sock', 'libvirt-sock')
    this.virsh = new Virsh(`qemu:///${mode}?socket=${socket}`, { env: this.#env, user: this.#user })
    this.#makeDirectory('config/libvirt')
    writeFileSync(join(this.directory, 'config/libvirt/qemu.conf'), NO_LOG_DAEMON)
    writeFileSync(join(this.directory, 'libvirtd.conf'), mode === 'system' ? DAEMON_CONFIG(this.directory) : '')
  }

  /** Rejects when libvirtd or virsh is missing, or when it doesn't answer within half a minute. */
  static async start(mode: Mode = 'session'): Promise<Libvirtd> {
    const daemon = new Libvirtd(mode)
    try {
      await daemon.start()
      return daemon
    } catch (error) {
      await daemon.remove()
      throw error
    }
  }

  /** A file in the folder, readable by the domains. */
  write(name: string, text: string): string {
    const path = join(this.directory, name)
    writeFileSync(path, text)
    chmodSync(path, 0o644)
    return path
  }

  /** Runs a line of bash in the folder, where `virsh` is connected to this daemon; all that it says is in `stdout`. */
  shell(line: string): Promise<Ending> {
    const env = {
      ...this.#env,
      PATH: `${join(this.directory, 'bin')}:${this.#env.PATH}`,
      VIRSH_DEFAULT_CONNECT_URI: this.virsh.uri,
    }
    return runProgram('bash', ['-c', `exec 2>&1\n${line}`], {
      env,
      user: this.#user,
      cwd: this.directory,
      within: 30_000,
    })
  }

  async start(): Promise<void> {
    const args = ['-f', join(this.directory, 'libvirtd.conf'), '-p', join(this.directory, 'libvirtd.pid')]
    const [command, all] =
      this.#mode === 'session' ? ['libvirtd', args] : ['unshare', ['-m', 'sh', '-ec', this.#cover(), 'sh', ...args]]
    const child = spawn(command as string, all as string[], {
      ...this.#user,
      env: this.#env,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr?.on('data', chunk => {
      said += String(chunk)
    })
    this.#child = child
    const ended = new Promise<never>((_, reject) => {
      child.once('error', error => reject(new Error(`libvirtd could not be started: ${error.message}`)))
      child.once('exit', code => reject(new Error(`libvirtd ended with ${code}: ${said}`)))
    })
    ended.catch(() => {})
    await Promise.race([this.virsh.until(['uri'], ({ status }) => status === 0, 30_000), ended])
  }

  /** Ends the daemon; its domains go on. */
  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const hard = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(hard)
  }

  /** Ends the domains and the daemon and removes the folder. */
  async remove(): Promise<void> {
    if (this.#child !== undefined) {
      const { stdout } = await this.virsh.run('list', '--name')
      for (const name of stdout.split('\n').filter(it => it !== '')) await this.virsh.run('destroy', name)
    }
    await this.stop()
    this.#endOrphans()
    rmSync(this.directory, { recursive: true, force: true })
  }

  #makeDirectory(name: string): void {
    const path = join(this.directory, name)
    mkdirSync(path, { mode: 0o700 })
    if (this.#user !== undefined) chownSync(path, this.#user.uid, this.#user.gid)
  }

  /**
   * Domains and emulators being probed, of a daemon that died. libvirt keeps a file with the pid of each; the number may
   * be another process's by now, so its command line has to be the one that libvirt gave it.
   */
  #endOrphans(): void {
    const isSession = this.#mode === 'session'
    const domains = join(this.directory, isSession ? 'run/libvirt/qemu/run' : 'cover/run/libvirt/qemu')
    for (const file of list(domains).filter(it => it.endsWith('.pid') && it !== 'driver.pid')) {
      endIf(join(domains, file), `guest=${file.slice(0, -'.pid'.length)},`)
    }
    const probes = join(this.directory, isSession ? 'config/libvirt/qemu/lib' : 'cover/lib/qemu')
    for (const name of list(probes).filter(it => it.startsWith('qmp-'))) {
      endIf(join(probes, name, 'qmp.pid'), `/${name}/qmp.pid`)
    }
  }

  /** A script that covers libvirt's folders and then becomes libvirtd. Nobody outside sees it, nor what stands in them. */
  #cover(): string {
    const cover = join(this.directory, 'cover')
    const lines = ['mount --make-rprivate /']
    for (const [name, path] of Object.entries({ ...COVERED, run: '/run' })) {
      mkdirSync(join(cover, name), { recursive: true })
      lines.push(`mount --bind '${join(cover, name)}' ${path}`)
    }
    mkdirSync(join(cover, 'etc/qemu'), { recursive: true })
    mkdirSync(join(cover, 'run/libvirt'), { recursive: true })
    writeFileSync(join(cover, 'etc/qemu.conf'), QEMU_CONFIG)
    return [...lines, 'exec libvirtd "$@"'].join('\n')
  }
}

function list(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : []
}

/** Kills the process whose pid is in the file, if that is in its command line. */
function endIf(pidFile: string, argument: string): void {
  if (!existsSync(pidFile)) return
  const pid = Number.parseInt(readFileSync(pidFile, 'latin1'), 10)
  const commandLine = `/proc/${pid}/cmdline`
  if (existsSync(commandLine) && readFileSync(commandLine, 'latin1').includes(argument)) process.kill(pid, 'SIGKILL')
}
