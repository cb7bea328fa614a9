/** What is set below /proc/sys, where nothing else in the guest keeps it: values that scripts write and read back. */
import { Errno, unlessErrno } from '../errno.js'
import type { SyntheticFile } from '../files/synthetic.js'
import type { Branch, Directory } from './branches.js'
import type { SysctlFiles } from './sysctl-files.js'

export type KernelSettingsSnapshot = readonly (readonly [path: string, value: string])[]

/** As a kernel without anybody's settings has them. */
const DEFAULTS: Readonly<Record<string, string>> = {
  'fs/aio-max-nr': '65536',
  'fs/file-max': '9223372036854775807',
  'fs/inotify/max_queued_events': '16384',
  'fs/inotify/max_user_instances': '128',
  'fs/inotify/max_user_watches': '65536',
  'fs/nr_open': '1048576',
  'kernel/core_pattern': 'core',
  'kernel/dmesg_restrict': '1',
  'kernel/kptr_restrict': '0',
  'kernel/msgmax': '8192',
  'kernel/panic': '0',
  'kernel/panic_on_oops': '0',
  'kernel/perf_event_paranoid': '2',
  'kernel/randomize_va_space': '2',
  'kernel/sem': '32000\t1024000000\t500\t32000',
  'kernel/shmall': '18446744073692774399',
  'kernel/shmmax': '18446744073692774399',
  'kernel/sysrq': '16',
  'net/core/default_qdisc': 'fq_codel',
  'net/core/netdev_max_backlog': '1000',
  'net/core/rmem_default': '212992',
  'net/core/rmem_max': '212992',
  'net/core/somaxconn': '4096',
  'net/core/wmem_default': '212992',
  'net/core/wmem_max': '212992',
  'net/ipv4/icmp_echo_ignore_all': '0',
  'net/ipv4/icmp_echo_ignore_broadcasts': '1',
  'net/ipv4/ip_forward': '0',
  'net/ipv4/ip_local_port_range': '32768\t60999',
  'net/ipv4/ip_nonlocal_bind': '0',
  'net/ipv4/ip_unprivileged_port_start': '1024',
  'net/ipv4/tcp_congestion_control': 'cubic',
  'net/ipv4/tcp_fin_timeout': '60',
  'net/ipv4/tcp_keepalive_intvl': '75',
  'net/ipv4/tcp_keepalive_probes': '9',
  'net/ipv4/tcp_keepalive_time': '7200',
  'net/ipv4/tcp_max_syn_backlog': '1024',
  'net/ipv4/tcp_rmem': '4096\t131072\t6291456',
  'net/ipv4/tcp_syncookies': '1',
  'net/ipv4/tcp_tw_reuse': '2',
  'net/ipv4/tcp_wmem': '4096\t16384\t4194304',
  'vm/dirty_background_ratio': '10',
  'vm/dirty_expire_centisecs': '3000',
  'vm/dirty_ratio': '20',
  'vm/dirty_writeback_centisecs': '500',
  'vm/max_map_count': '65530',
  'vm/min_free_kbytes': '67584',
  'vm/nr_hugepages': '0',
  'vm/overcommit_memory': '0',
  'vm/overcommit_ratio': '50',
  'vm/panic_on_oom': '0',
  'vm/swappiness': '60',
  'vm/vfs_cache_pressure': '100',
}

/** Of each interface, `all` and `default`. */
const OF_INTERFACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'net/ipv4/conf': {
    ...{ accept_redirects: '1', accept_source_route: '0', arp_announce: '0', arp_ignore: '0', forwarding: '0' },
    ...{ log_martians: '0', rp_filter: '0', secure_redirects: '1', send_redirects: '1' },
  },
  'net/ipv6/conf': { accept_ra: '1', accept_redirects: '1', autoconf: '1', disable_ipv6: '0', forwarding: '0' },
}

/** The most that the kernel takes; 0 is the least. */
const LIMITS: Readonly<Record<string, bigint>> = {
  'vm/dirty_background_ratio': 100n,
  'vm/dirty_ratio': 100n,
  'vm/overcommit_memory': 2n,
  'vm/panic_on_oom': 2n,
  'vm/swappiness': 200n,
}
/** One value under two names. */
const ALIASES: Readonly<Record<string, string>> = { 'net/ipv4/conf/all/forwarding': 'net/ipv4/ip_forward' }

/** Where systemd-sysctl(8) reads at the boot; of files of one name the first. */
const FOLDERS = ['/etc/sysctl.d', '/run/sysctl.d', '/usr/local/lib/sysctl.d', '/usr/lib/sysctl.d']

export class KernelSettings {
  readonly #changed = new Map<string, string>()

  /** The folder `sys` of /proc, besides what others keep. */
  directory(interfaces: readonly string[], others: Readonly<Record<string, Branch>>): Directory {
    return () => {
      const paths = this.#paths(interfaces)
      return treeBelow('', [...paths.map(path => [path, this.#file(path)] as const), ...DROP_CACHES], others)
    }
  }

  /** What the files of the guest set, which they do anew at each boot. */
  boot(files: SysctlFiles, interfaces: readonly string[]): void {
    this.#changed.clear()
    const known = new Set(this.#paths(interfaces))
    const found = new Map<string, string>([['99-sysctl.conf', '/etc/sysctl.conf']])
    for (const folder of FOLDERS.toReversed()) {
      for (const name of files.names(folder)) found.set(name, `${folder}/${name}`)
    }
    for (const [name, path] of [...found].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const text = name.endsWith('.conf') ? files.text(path) : undefined
      for (const line of (text ?? '').split('\n')) {
        const [, key = '', value = ''] = /^\s*-?([\w./-]+?)\s*=\s*(.*?)\s*$/.exec(line) ?? []
        const setting = /^[^./]*\./.test(key) ? key.replace(/[./]/g, mark => (mark === '.' ? '/' : '.')) : key
        if (known.has(setting)) unlessErrno(() => this.#set(setting, value))
      }
    }
  }

  snapshot(): KernelSettingsSnapshot {
    return [...this.#changed]
  }

  restore(snapshot: KernelSettingsSnapshot): void {
    this.#changed.clear()
    for (const [path, value] of snapshot) this.#changed.set(path, value)
  }

  #paths(interfaces: readonly string[]): string[] {
    const ofInterfaces = Object.entries(OF_INTERFACES).flatMap(([folder, settings]) =>
      ['all', 'default', ...interfaces].flatMap(name => Object.keys(settings).map(key => `${folder}/${name}/${key}`)),
    )
    return [...Object.keys(DEFAULTS), ...ofInterfaces]
  }

  #file(path: string): SyntheticFile {
    return {
      kind: 'file',
      read: () => `${this.#get(path)}\n`,
      write: bytes => this.#set(path, Buffer.from(bytes).toString('latin1').trim()),
    }
  }

  #get(path: string): string {
    return this.#changed.get(ALIASES[path] ?? path) ?? defaultOf(path)
  }

  /** Throws EINVAL for what the kernel doesn't take. */
  #set(path: string, text: string): void {
    const usual = defaultOf(path)
    const parts = text.split(/\s+/)
    if (/^[\d\t]+$/.test(usual)) {
      const limit = LIMITS[path]
      const isTooMuch = limit !== undefined && parts.some(part => BigInt(/^\d+$/.test(part) ? part : -1) > limit)
      const isNegative = limit !== undefined && parts.some(part => part.startsWith('-'))
      const fits = parts.every(part => /^-?\d+$/.test(part)) && parts.length <= usual.split('\t').length
      if (!fits || isTooMuch || isNegative) throw new Errno('EINVAL')
    }
    this.#changed.set(ALIASES[path] ?? path, parts.join(/^[\d\t]+$/.test(usual) ? '\t' : ' '))
  }
}

function defaultOf(path: string): string {
  const [, folder = '', key = ''] = /^(.*)\/[^/]+\/([^/]+)$/.exec(path) ?? []
  return DEFAULTS[path] ?? OF_INTERFACES[folder]?.[key] ?? ''
}

/** It can be written and not read, not even by root. */
const DROP_CACHES: readonly (readonly [string, SyntheticFile])[] = [
  [
    'vm/drop_caches',
    {
      kind: 'file',
      mode: 0o200,
      read: () => {
        throw new Errno('EACCES')
      },
      write: bytes => {
        if (!/^[1-4]$/.test(Buffer.from(bytes).toString('latin1').trim())) throw new Errno('EINVAL')
      },
    },
  ],
]

function treeBelow(
  folder: string,
  files: readonly (readonly [path: string, file: SyntheticFile])[],
  others: Readonly<Record<string, Branch>> = {},
): Readonly<Record<string, Branch>> {
  const below = files.filter(([path]) => path.startsWith(folder))
  const names = [...new Set(below.map(([path]) => path.slice(folder.length).split('/')[0] ?? ''))]
  const own = names.map((name): [string, Branch] => {
    const other = others[name]
    const file = below.find(([path]) => path === `${folder}${name}`)?.[1]
    const more = typeof other === 'function' ? other : () => ({})
    return [name, file ?? (() => ({ ...treeBelow(`${folder}${name}/`, below), ...more() }))]
  })
  return { ...others, ...Object.fromEntries(own) }
}
