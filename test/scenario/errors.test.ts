import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layerOfText } from '../../src/scenario/layer.js'
import { ScenarioError } from '../../src/scenario/load.js'
import { load, refusal } from './vocabulary.js'

/** What is said of a file of that text. */
function refused(text: string): string {
  return refusal(() => layerOfText(text, 'demo.yaml'))
}

describe('what the schema refuses is told with its place, what was expected and what was got', () => {
  test.each([
    [
      'seed: null',
      'demo.yaml:1:7  seed: expected an integer or a string, got null. Remove the line for the default seed.',
    ],
    ['\nvcpu: 4', 'demo.yaml:2:1  vcpu: expected a known key, got "vcpu". Did you mean "vcpus"?'],
    [
      'suspend:\n  everything: ok',
      'demo.yaml:2:3  suspend.everything: expected a known key, got "everything". Known here: disk, ram, hybrid.',
    ],
    ['agent:\n- a', 'demo.yaml:2:1  agent: expected a map with version, transport, blockRpcs, …, got a list.'],
    [
      'agent: { transport: vsock-listen }',
      'demo.yaml:1:21  agent.transport: expected one of virtio-serial, isa-serial, unix-listen, got "vsock-listen".',
    ],
    ['hostname: 12', 'demo.yaml:1:11  hostname: expected a host name of at most 64 characters, got 12.'],
    [
      'clock: { now: 2026-01-01T00:00:00 }',
      'demo.yaml:1:15  clock.now: expected a date such as 2026-01-01T00:00:00Z, nanoseconds since 1970, or host, got "2026-01-01T00:00:00". A time of day needs its zone: Z, or an offset such as +02:00.',
    ],
    [
      'clock:\n  step: 3 apples',
      'demo.yaml:2:9  clock.step: expected a duration: text such as "3s" or "1h30m", or nanoseconds, got "3 apples". Units: ns us ms s m h d.',
    ],
    ['vcpus: 0', 'demo.yaml:1:8  vcpus: expected a count from 1 to 4096, or a list, got 0.'],
    ['vcpus: many', 'demo.yaml:1:8  vcpus: expected a count from 1 to 4096, or a list, got "many".'],
    ['vcpus: [{ online: 1 }]', 'demo.yaml:1:19  vcpus[0].online: expected true or false, got 1.'],
    [
      'memory: { size: 4G }',
      'demo.yaml:1:17  memory.size: expected a size: bytes, or text such as "10MiB" or "1.5GB", got "4G". Units: B, kB MB GB TB PB (powers of 1000), KiB MiB GiB TiB PiB (powers of 1024).',
    ],
    [
      'memory: { blocks: { 0: { error: ENOPE } } }',
      'demo.yaml:1:33  memory.blocks.0.error: expected the name of an error of Linux such as EIO or EBUSY, got "ENOPE".',
    ],
    [
      'disks: [{ name: vda }]',
      'demo.yaml:1:9  disks[0].size: expected a size: bytes, or text such as "10MiB" or "1.5GB", got nothing. Units: B, kB MB GB TB PB (powers of 1000), KiB MiB GiB TiB PiB (powers of 1024).',
    ],
    [
      'disks: [{ name: /dev/vda, size: 1 }]',
      'demo.yaml:1:17  disks[0].name: expected a kernel name such as vda, got "/dev/vda". Without /dev/.',
    ],
    [
      'disks: [{ name: vda, size: 1, pci: "4" }]',
      'demo.yaml:1:36  disks[0].pci: expected a PCI address such as 0000:04:00.0, or none, got "4".',
    ],
    [
      'disks: [{ name: vda, size: 1, pci: None }]',
      'demo.yaml:1:36  disks[0].pci: expected a PCI address such as 0000:04:00.0, or none, got "None".',
    ],
    [
      'disks: [{ name: vda, size: 1, stats: { readIo: 1 } }]',
      'demo.yaml:1:40  disks[0].stats.readIo: expected a known key, got "readIo". Did you mean "readIos"?',
    ],
    [
      'load: { averages: [1, 2] }',
      'demo.yaml:1:19  load.averages: expected three numbers: the averages over 1, 5 and 15 minutes, got a list.',
    ],
    [
      'mounts: [{ source: vda, path: root, type: ext4 }]',
      'demo.yaml:1:31  mounts[0].path: expected an absolute path in the guest such as /etc/motd, got "root".',
    ],
    [
      'network: { interfaces: [{ name: eth0, mac: no }] }',
      'demo.yaml:1:44  network.interfaces[0].mac: expected a MAC address such as 52:54:00:12:34:56, or none, got "no".',
    ],
    [
      'network: { interfaces: [{ name: " eth0" }] }',
      'demo.yaml:1:33  network.interfaces[0].name: expected the name of an interface such as eth0 or Ethernet 2, got " eth0".',
    ],
    [
      'network: { interfaces: [{ name: "eth0:1" }] }',
      'demo.yaml:1:33  network.interfaces[0].name: expected the name of an interface such as eth0 or Ethernet 2, got "eth0:1".',
    ],
    [
      'network: { interfaces: [{ name: lo, addresses: [127.0.0.1] }] }',
      'demo.yaml:1:49  network.interfaces[0].addresses[0]: expected an address with its prefix such as 192.168.122.10/24 or fe80::1/64, got "127.0.0.1".',
    ],
    [
      'mounts: [{ source: vda, path: /, type: ext4, sysfsError: missing }]',
      'demo.yaml:1:58  mounts[0].sysfsError: expected the name of an error of Linux such as EIO or EBUSY, got "missing".',
    ],
    [
      'users: { "a b": {} }',
      'demo.yaml:1:10  users["a b"]: expected a name without blanks, colons and commas, got "a b".',
    ],
    [
      'processes: [{ pid: 0, command: a }]',
      'demo.yaml:1:20  processes[0].pid: expected an integer from 1 to 4194304, got 0.',
    ],
    [
      'programs: [{ stdout: a }]',
      'demo.yaml:1:12  programs[0]: expected exactly one of the keys match, path, argv, regex, got none of them.',
    ],
    [
      'programs: [{ match: a, exitCode: 1, signal: 9 }]',
      'demo.yaml:1:12  programs[0]: expected at most one of the keys exitCode, signal, got exitCode and signal.',
    ],
    [
      'programs: [{ match: a, stdout: { base64: "a" } }]',
      'demo.yaml:1:42  programs[0].stdout.base64: expected base64 in groups of four characters, got "a".',
    ],
    [
      'files: { etc/motd: hello }',
      'demo.yaml:1:10  files["etc/motd"]: expected an absolute path in the guest such as /etc/motd, got "etc/motd".',
    ],
    [
      'files: { /a: { content: b, symlink: c } }',
      'demo.yaml:1:14  files["/a"]: expected exactly one of the keys content, base64, size, symlink, directory, fifo, builtin, got content and symlink.',
    ],
    [
      'files: { /a: { contents: b } }',
      'demo.yaml:1:16  files["/a"].contents: expected a known key, got "contents". Did you mean "content"?',
    ],
    [
      'files: { /a: 12 }',
      'demo.yaml:1:14  files["/a"]: expected text, or a map with one of content, base64, size, symlink, directory, fifo, builtin, got 12. null removes it.',
    ],
    [
      'agent: { patches: [poweroff] }',
      'demo.yaml:1:20  agent.patches[0]: expected one of skips-bind-mounts, shutdown-by-poweroff, got "poweroff".',
    ],
    ['agent: { path: vport1p1 }', 'demo.yaml:1:16  agent.path: expected a path below /dev, got "vport1p1".'],
    [
      'files: { /a: { content: 12 } }',
      'demo.yaml:1:25  files["/a"].content: expected text, got 12. Put a number, a date or a word such as true in quotes to make it text.',
    ],
    [
      'files: { /a: { content: b, mode: 755 } }',
      'demo.yaml:1:34  files["/a"].mode: expected octal permissions such as "0644", got 755. Write "0755", 0755 or 0o755: a plain 755 is decimal.',
    ],
    [
      'builtins: /usr/bin/cat',
      'demo.yaml:1:11  builtins: expected a list of paths, which are added, or a map in which true adds a path and null takes it out, got "/usr/bin/cat".',
    ],
    [
      'builtins: { /usr/bin/cat: false }',
      'demo.yaml:1:27  builtins["/usr/bin/cat"]: expected true, or null to take it out, got false.',
    ],
    [
      'timeline: [{ at: 1s, do: { files: { /a: {} } } }]',
      'demo.yaml:1:41  timeline[0].do.files["/a"]: expected the text of the file, or null to remove it, got an empty map.',
    ],
    [
      'files: { /a: { content: b, mode: 0689 } }',
      'demo.yaml:1:34  files["/a"].mode: expected octal permissions such as "0644", got "0689". As a number they are 0o644 in YAML.',
    ],
  ])('%s', (text, message) => {
    expect(refused(text)).toBe(message)
  })
})

test('text that is no YAML is told at its place', () => {
  expect(refused('vcpus: 1\nvcpus: 2')).toBe('demo.yaml:2:1  expected YAML 1.2 or JSON, got Map keys must be unique.')
})

test('JSON has places too', () => {
  expect(refused('{\n\t"seed": null\n}')).toBe(
    'demo.yaml:2:10  seed: expected an integer or a string, got null. Remove the line for the default seed.',
  )
})

test('everything that is wrong is told, and as data', () => {
  try {
    layerOfText('extends: default\nseed: null\nvcpu: 4\nmemory: { size: 4G }\n', 'demo.yaml')
    expect.unreachable()
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    expect(error.issues.map(({ path, line, column }) => [path, line, column])).toEqual([
      ['seed', 2, 7],
      ['memory.size', 4, 17],
      ['vcpu', 3, 1],
    ])
    expect(error.message.split('\n')).toHaveLength(3)
    expect(error.issues[2]).toEqual({
      file: 'demo.yaml',
      line: 3,
      column: 1,
      path: 'vcpu',
      expected: 'a known key',
      got: '"vcpu"',
      hint: 'Did you mean "vcpus"?',
    })
  }
})

describe('parts that contradict each other', () => {
  test.each([
    [
      { agent: { version: '1.0' } },
      'agent.version: expected a version of qemu-ga from 2.11.0 to 11.1, such as 7.2.22, got "1.0".',
    ],
    [
      { extends: 'freebsd-14', agent: { version: '5.2.0' } },
      'agent.version: expected a version of qemu-ga for FreeBSD, from 7.2.0 to 11.1, such as 7.2.22, got "5.2.0".',
    ],
    [
      { agent: { blockRpcs: ['guest-png'] } },
      'agent.blockRpcs[0]: expected the name of a command, got "guest-png". Did you mean "guest-ping"?',
    ],
    [
      { clock: { timezone: 'Europe/Praha' } },
      'clock.timezone: expected a time zone such as Europe/Prague or EST5EDT, got "Europe/Praha". Did you mean "Europe/Prague"?',
    ],
    [{ memory: { size: 0 } }, 'memory.size: expected some RAM, got 0.'],
    [
      { memory: { blockSize: 100 } },
      'memory.blockSize: expected a power of two, or 0, got 100. 128MiB is what Linux chooses for less than 64 GiB.',
    ],
    [
      { memory: { size: '1TiB', blockSize: 4096 } },
      'memory.size: expected at most 65536 blocks, got 268435456 of 4096 bytes.',
    ],
    [
      { memory: { size: '4GiB', blocks: { 20: {} } } },
      'memory.blocks.20: expected the index of a block (from 0 to 47), got 20. Addresses between the end of low RAM and 4 GiB have no blocks.',
    ],
    [
      { disks: [{ name: 'vda', size: 10, partitions: { vda1: 11 } }] },
      'disks[0].partitions: expected partitions of at most 10 bytes together, got 11.',
    ],
    [
      {
        disks: [
          { name: 'vda', size: 10 },
          { name: 'vda', size: 10 },
        ],
      },
      'disks[1].name: expected a name of its own, got "vda" a second time.',
    ],
    [
      { mounts: [{ source: 'vdb', path: '/', type: 'ext4' }] },
      'mounts[0].source: expected a disk or partition of disks: vda, got "vdb". Did you mean "vda"?',
    ],
    [
      { disks: [{ name: 'vda', size: 10, slaves: ['vdb'] }] },
      'disks[0].slaves[0]: expected another disk or partition of disks: vda, got "vdb". Did you mean "vda"?',
    ],
    [
      { disks: [{ name: 'vda', size: 10, slaves: ['vda'] }] },
      'disks[0].slaves[0]: expected another disk or partition of disks, got vda.',
    ],
    [
      {
        disks: [
          { name: 'vda', size: 10 },
          { name: 'dm-0', size: 10, slaves: ['vda', 'vda'] },
        ],
      },
      'disks[1].slaves[1]: expected each of its slaves once, got "vda" a second time.',
    ],
    [
      { disks: [{ name: 'vda', size: 10, alias: 'vg-root' }] },
      'disks[0].alias: expected a disk of the device mapper such as dm-0, got one called "vda".',
    ],
    [
      {
        disks: [
          { name: 'vda', size: 10, partitions: { vda1: 1 } },
          { name: 'vdb', size: 10, device: '254:1' },
        ],
      },
      'disks[1].device: expected device numbers of its own, got "254:1" a second time. A disk can say its own, device: "254:3"; partitions follow by the numbers in their names.',
    ],
    [
      {
        disks: [
          { name: 'mmcblk0', size: 10 },
          { name: 'mmcblk0boot0', size: 10 },
        ],
      },
      'disks[1]: expected device numbers of its own, got "179:0" a second time. A disk can say its own, device: "254:3"; partitions follow by the numbers in their names.',
    ],
    [
      { disks: [{ name: 'vda', size: 10, partitions: { vda1: 1, vda01: 1 } }] },
      'disks[0].partitions.vda01: expected device numbers of its own, got "254:1" a second time. A disk can say its own, device: "254:3"; partitions follow by the numbers in their names.',
    ],
    [
      { network: { routes: [{ interface: 'lo', destination: '10.0.0.0/-1' }] } },
      'network.routes[0].destination: expected a prefix from 0 to 32, got -1.',
    ],
    [
      { network: { routes: [{ interface: 'lo', destination: '2001:db8::/-1' }] } },
      'network.routes[0].destination: expected a prefix from 0 to 128, got -1.',
    ],
    [
      { network: { routes: [{ interface: 'lo', destination: '10.1.2.3/8' }] } },
      'network.routes[0].destination: expected the network 10.0.0.0/8, got "10.1.2.3/8".',
    ],
    [
      { network: { routes: [{ interface: 'lo', destination: 'fe80::1%2/64' }] } },
      'network.routes[0].destination: expected the network fe80::/64, got "fe80::1%2/64".',
    ],
    [
      { network: { interfaces: [{ name: 'eth0', addresses: ['fe80::1%2/64'] }] } },
      'network.interfaces[0].addresses[0]: expected an address without a scope, which Windows alone tells, got "fe80::1%2/64".',
    ],
    [
      { network: { routes: [{ interface: 'lo', destination: '10.0.0.0/40' }] } },
      'network.routes[0].destination: expected an address with its prefix such as 192.168.122.10/24 or fe80::1/64, got "10.0.0.0/40".',
    ],
    [
      { network: { routes: [{ interface: 'eth0', destination: '10.0.0.0/8' }] } },
      'network.routes[0].interface: expected an interface of network: lo, got "eth0".',
    ],
    [
      { network: { routes: [{ interface: 'lo', destination: '10.0.0.0/8', gateway: '::1' }] } },
      'network.routes[0].gateway: expected an address of IPv4, as the destination is, got "::1".',
    ],
    [
      { mounts: [{ source: 'vda', path: '/srv', type: 'ext4' }] },
      'mounts: expected a mount with path /, got none. Add - { source: vda1, path: /, type: ext4 }.',
    ],
    [
      { mounts: [{ source: 'vda', path: '/', type: 'ext4', size: 10, used: 11 }] },
      'mounts[0].used: expected at most the size, 10 bytes, got 11.',
    ],
    [
      { network: { interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/33'] }] } },
      'network.interfaces[0].addresses[0]: expected an address with its prefix such as 192.168.122.10/24 or fe80::1/64, got "10.0.0.1/33".',
    ],
    [
      {
        processes: [
          { pid: 5, command: 'a' },
          { pid: 5, command: 'b' },
        ],
      },
      'processes[1].pid: expected a pid of its own, got 5 a second time.',
    ],
    [
      { processes: [{ pid: 5, user: 'rot', command: 'a' }] },
      'processes[0].user: expected a name of users: root, got "rot". Did you mean "root"?',
    ],
    [
      { files: { '/a': { content: '', owner: 'bob' } } },
      'files["/a"].owner: expected a name of users: root, got "bob".',
    ],
    [
      { files: { '/a': { builtin: 'cta' } } },
      'files["/a"].builtin: expected the name of a built-in program, got "cta". Did you mean "cat"? docs/programs.md has the list; what is not in it can be an entry of programs, or a script in files.',
    ],
    [
      { files: { '/a': { builtin: 'pw' } } },
      'files["/a"].builtin: expected the name of a built-in program, got "pw". Did you mean "pwd"? docs/programs.md has the list; what is not in it can be an entry of programs, or a script in files.',
    ],
    [
      { builtins: ['/bin/cat', '/usr/bin/frobnicate'] },
      'builtins["/usr/bin/frobnicate"]: expected a path that ends in the name of a built-in program, got "frobnicate". docs/programs.md has the list; what is not in it can be an entry of programs, or a script in files.',
    ],
    [
      { files: { '/a': 'text', '/a/b': 'text' } },
      'files["/a/b"]: expected /a to be a directory, got a file of that name.',
    ],
  ])('%j', (scenario, message) => {
    expect(refusal(() => load(scenario))).toBe(`scenario object  ${message}`)
  })
})

test('a scenario that is not there is told with the one that was meant', () => {
  expect(refusal(() => load('debian12'))).toBe(
    'debian12  expected the name of a built-in scenario, which mockvm list shows, or a path, got "debian12". Did you mean "debian-12"?',
  )
  expect(refusal(() => load('./no.yaml'))).toBe('./no.yaml  expected a file that can be read, got ENOENT for no.yaml.')
})

describe('whatever is wrong', () => {
  const keys = ['seed', 'hostname', 'agent', 'clock', 'os', 'vcpus', 'memory', 'disks', 'mounts', 'network', 'users']
  const more = ['groups', 'sessions', 'processes', 'programs', 'builtins', 'files', 'suspend', 'description']
  const inner = ['name', 'size', 'mode', 'release', 'interfaces', '/a', 'pid', 'command', 'match', 'signal', 'user']
  const value = fc.jsonValue({ maxDepth: 1 })
  const nested = fc.dictionary(fc.constantFrom(...inner), value)
  const part = fc.oneof(value, nested, fc.array(nested, { maxLength: 2 }), fc.dictionary(fc.string(), nested))
  const scenario = fc.dictionary(fc.constantFrom(...keys, ...more), part)

  test('is said in our words and has a place', () => {
    fc.assert(
      fc.property(scenario, it => {
        try {
          layerOfText(JSON.stringify(it), 'demo.json')
        } catch (error) {
          if (!(error instanceof ScenarioError)) throw error
          for (const { expected, got, line } of error.issues) {
            expect(expected).not.toMatch(/^$|Invalid|Too (?:big|small)|Unrecognized|pattern/)
            expect(got).not.toBe('')
            expect(line).toBe(1)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  test('a scenario loads or is refused, nothing else', () => {
    fc.assert(
      fc.property(scenario, it => {
        try {
          load(it)
        } catch (error) {
          if (!(error instanceof ScenarioError)) throw error
        }
      }),
      { numRuns: 500 },
    )
  })
})
