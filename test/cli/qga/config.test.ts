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
  expect(dumpConfig(defaultConfig(), '2.11.0')).toBe(`${common}blacklist=\n`)
  expect(dumpConfig(defaultConfig(), '5.2.0')).toBe(`${common}retry-path=false\nblacklist=\n`)
  expect(dumpConfig(defaultConfig(), '7.2.22')).toBe(`${common}retry-path=false\nblock-rpcs=\n`)
  expect(dumpConfig(defaultConfig(), '11.1.3')).toBe(`${common}retry-path=false\nblock-rpcs=\nallow-rpcs=\n`)
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
  ['11.1.3', `${DUMP}retry-path=true\nblock-rpcs= e,d\nallow-rpcs=y,x\n`, []],
])('everything set, as version %s reads and prints it', (version, dump, warnings) => {
  const config = defaultConfig()
  const warned: string[] = []
  applyConfigFile(config, EVERYTHING, version, text => warned.push(text))
  expect(dumpConfig(config, version)).toBe(dump)
  expect(warned).toEqual(warnings)
})

test('an empty blacklist hides block-rpcs as well in 7.2', () => {
  const config = defaultConfig()
  applyConfigFile(config, '[general]\nblacklist=\nblock-rpcs=x\n', '7.2.22')
  expect(config.block).toEqual([])
})

test('a key that a version does not know may hold anything', () => {
  const text = '[general]\nretry-path=maybe\n'
  expect(() => applyConfigFile(defaultConfig(), text, '2.11.0')).not.toThrow()
  expect(() => applyConfigFile(defaultConfig(), text, '5.2.0')).toThrow(
    'Key file contains key “retry-path” which has a value that cannot be interpreted.',
  )
})

test('a comma list comes out the wrong way round, empty items and all', () => {
  expect(splitList('a,b')).toEqual(['b', 'a'])
  expect(splitList('a,,b')).toEqual(['b', '', 'a'])
  expect(splitList('')).toEqual([])
})
