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

test('everything set', () => {
  const config = defaultConfig()
  applyConfigFile(
    config,
    `[general]
daemon=true
method=isa-serial
logfile=/l
pidfile=/p
fsfreeze-hook=/h
statedir=/s
verbose=1
retry-path=true
blacklist=a,b;c
block-rpcs=ignored
allow-rpcs=x,y
`,
  )
  expect(dumpConfig(config, '2.11.0')).toBe(`[general]
daemon=true
method=isa-serial
path=/dev/ttyS0
logfile=/l
pidfile=/p
fsfreeze-hook=/h
statedir=/s
verbose=true
blacklist=b;c,a
allow-rpcs=y,x
`)
})

test('a comma list comes out the wrong way round, empty items and all', () => {
  expect(splitList('a,b')).toEqual(['b', 'a'])
  expect(splitList('a,,b')).toEqual(['b', '', 'a'])
  expect(splitList('')).toEqual([])
})
