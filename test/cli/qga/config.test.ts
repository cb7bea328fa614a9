import { expect, test } from 'vitest'
import { applyConfigFile, defaultConfig, dumpConfig, splitList } from '../../../src/cli/qga/config.js'

test('the defaults, as every version prints them', () => {
  const common = `[general]
daemon=false
method=virtio-serial
path=/dev/virtio-ports/org.qemu.guest_agent.0
pidfile=/var/run/qemu-ga.pid
statedir=/var/run
verbose=false
`
  expect(dumpConfig(defaultConfig('linux'), '2.11.0', 'linux')).toBe(`${common}blacklist=\n`)
  expect(dumpConfig(defaultConfig('linux'), '5.2.0', 'linux')).toBe(`${common}retry-path=false\nblacklist=\n`)
  expect(dumpConfig(defaultConfig('linux'), '7.2.22', 'linux')).toBe(`${common}retry-path=false\nblock-rpcs=\n`)
  expect(dumpConfig(defaultConfig('linux'), '11.1.3', 'linux')).toBe(
    `${common}retry-path=false\nblock-rpcs=\nallow-rpcs=\n`,
  )
})

const EVERYTHING = `[general]
daemon=true
method=isa-serial
logfile=/l
pidfile=/p
fsfreeze-hook=/h
statedir=/s
verbose=1
retry-path=true
blacklist=a,b;c
block-rpcs=d, e
allow-rpcs=x,y
`

const DUMP = `[general]
daemon=true
method=isa-serial
path=/dev/ttyS0
logfile=/l
pidfile=/p
fsfreeze-hook=/h
statedir=/s
verbose=true
`

const WARNING = "config using deprecated 'blacklist' key, should be replaced with the 'block-rpcs' key."

test.each([
  ['2.11.0', `${DUMP}blacklist=b;c,a\n`, []],
  ['5.2.0', `${DUMP}retry-path=true\nblacklist=b;c,a\n`, []],
  ['7.2.22', `${DUMP}retry-path=true\nblock-rpcs=b;c,a\n`, [WARNING]],
  ['9.0.0', `${DUMP}retry-path=true\nblock-rpcs=b;c,a\nallow-rpcs=y,x\n`, [WARNING]],
  ['11.1.3', `${DUMP}retry-path=true\nblock-rpcs=\\se,d\nallow-rpcs=y,x\n`, []],
])('everything set, as version %s reads and prints it', (version, dump, warnings) => {
  const config = defaultConfig('linux')
  const warned: string[] = []
  applyConfigFile(config, EVERYTHING, version, text => warned.push(text))
  expect(dumpConfig(config, version, 'linux')).toBe(dump)
  expect(warned).toEqual(warnings)
})

test('an empty blacklist hides block-rpcs as well in 7.2', () => {
  const config = defaultConfig('linux')
  applyConfigFile(config, '[general]\nblacklist=\nblock-rpcs=x\n', '7.2.22')
  expect(config.block).toEqual([])
})

test('a blacklist is warned of before it is read, and block-rpcs is then not read at all', () => {
  const warned: string[] = []
  const apply = (text: string) => {
    const config = defaultConfig('linux')
    applyConfigFile(config, `[general]\n${text}`, '7.2.22', it => warned.push(it))
    return config.block
  }
  expect(apply('blacklist=a\nblock-rpcs=b\\q\n')).toEqual(['a'])
  expect(() => apply('blacklist=\\q\n')).toThrow(
    'Key file contains key “blacklist” which has a value that cannot be interpreted.',
  )
  expect(warned).toEqual([WARNING, WARNING])
})

test('-D writes values as GKeyFile does', () => {
  const config = defaultConfig('linux')
  Object.assign(config, {
    method: 'a\\b',
    path: ' \t\n x\ty ',
    logfile: '\\ x',
    pidfile: 'x\n y\r',
    block: [' b', ' a'],
  })
  expect(dumpConfig(config, '7.2.22', 'linux')).toBe(`[general]
daemon=false
method=a\\\\b
path=\\s\\t\\n\\sx\ty 
logfile=\\\\ x
pidfile=x\\n y\\r
statedir=/var/run
verbose=false
retry-path=false
block-rpcs=\\sb, a
`)
})

test.each([
  ['freebsd', '/dev/vtcon/org.qemu.guest_agent.0', '/var/run/qemu-ga.pid', '/var/run'],
  [
    'windows',
    String.raw`\\\\.\\Global\\org.qemu.guest_agent.0`,
    String.raw`C:\\ProgramData\\qemu-ga\\qemu-ga.pid`,
    String.raw`C:\\ProgramData\\qemu-ga`,
  ],
] as const)('the defaults of %s', (family, path, pidfile, statedir) => {
  expect(dumpConfig(defaultConfig(family), '8.2.2', family)).toBe(`[general]
daemon=false
method=virtio-serial
path=${path}
pidfile=${pidfile}
statedir=${statedir}
verbose=false
retry-path=false
block-rpcs=
allow-rpcs=
`)
})

test('a key that a version does not know may hold anything', () => {
  const text = '[general]\nretry-path=maybe\n'
  expect(() => applyConfigFile(defaultConfig('linux'), text, '2.11.0')).not.toThrow()
  expect(() => applyConfigFile(defaultConfig('linux'), text, '5.2.0')).toThrow(
    'Key file contains key “retry-path” which has a value that cannot be interpreted.',
  )
})

test('a comma list comes out the wrong way round, empty items and all', () => {
  expect(splitList('a,b')).toEqual(['b', 'a'])
  expect(splitList('a,,b')).toEqual(['b', '', 'a'])
  expect(splitList('')).toEqual([])
})
