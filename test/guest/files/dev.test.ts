import { describe, expect, it } from 'vitest'
import type { DiskConfig } from '../../../src/guest/config.js'
import { createDevTree } from '../../../src/guest/files/dev.js'
import { codeOf, makeFiles, READ_ONLY, READ_WRITE, WRITE_ONLY } from './make-files.js'

const disk: DiskConfig = {
  name: 'vda',
  size: 1n << 30n,
  busType: 'virtio',
  bus: 0,
  target: 0,
  unit: 0,
  pci: { domain: 0, bus: 0, slot: 7, function: 0 },
  major: 254,
  minor: 16,
  partitions: [
    { name: 'vda1', size: 1n << 20n },
    { name: 'vda2', size: 1n << 21n },
  ],
}

function withDev(hasAgentPort = true) {
  let drawn = 0
  const random = (size: number) => {
    drawn += size
    return Uint8Array.from({ length: size }, (_, i) => drawn - size + i + 1)
  }
  return makeFiles({ trees: new Map([['/dev', createDevTree({ random, disks: [disk], hasAgentPort })]]) })
}

describe('/dev', () => {
  it('lists the devices', () => {
    expect(withDev().readdir('/dev')).toEqual(
      [
        ...['console', 'fd', 'full', 'null', 'random', 'stderr', 'stdin', 'stdout', 'tty', 'urandom'],
        ...['vda', 'vda1', 'vda2', 'virtio-ports', 'vport1p1', 'zero'],
      ].sort(),
    )
    expect(withDev(false).exists('/dev/virtio-ports')).toBe(false)
  })

  it('knows their numbers', () => {
    const files = withDev()
    expect(files.stat('/dev/null')).toMatchObject({ kind: 'character', mode: 0o666, rdev: { major: 1, minor: 3 } })
    expect(files.stat('/dev/vda2')).toMatchObject({ kind: 'block', mode: 0o660, rdev: { major: 254, minor: 18 } })
    expect(files.readlink('/dev/virtio-ports/org.qemu.guest_agent.0')).toBe('../vport1p1')
  })

  it('swallows, gives zeros, and is full', () => {
    const files = withDev()
    const open = (name: string) => files.open(`/dev/${name}`, READ_WRITE)
    expect(open('null').read(10)).toHaveLength(0)
    expect(open('null').write(new Uint8Array(10))).toBe(10)
    expect(open('zero').read(10)).toEqual(new Uint8Array(10))
    expect(open('full').read(10)).toEqual(new Uint8Array(10))
    expect(codeOf(() => open('full').write(new Uint8Array(1)))).toBe('ENOSPC')
    expect(open('zero').seek(12345n, 'set')).toBe(0n)
  })

  it('draws chance from one stream', () => {
    const files = withDev()
    expect([...files.open('/dev/urandom', READ_ONLY).read(3)]).toEqual([1, 2, 3])
    expect([...files.open('/dev/random', READ_ONLY).read(2)]).toEqual([4, 5])
  })

  it.each([
    ['tty', READ_ONLY, 'ENXIO'],
    ['vport1p1', READ_WRITE, 'EBUSY'],
    ['virtio-ports/org.qemu.guest_agent.0', READ_WRITE, 'EBUSY'],
    ['console', WRITE_ONLY, 'ok'],
    ['vda', READ_ONLY, 'ok'],
  ])('opens %s with %j: %s', (name, flags, code) => {
    expect(codeOf(() => withDev().open(`/dev/${name}`, flags))).toBe(code)
  })

  it('has disks of their size, empty and not to be written', () => {
    const file = withDev().open('/dev/vda1', READ_WRITE)
    expect(file.seek(-3n, 'end')).toBe((1n << 20n) - 3n)
    expect(file.read(10)).toEqual(new Uint8Array(3))
    expect(codeOf(() => file.seek(1n, 'end'))).toBe('EINVAL')
    expect(codeOf(() => file.write(new Uint8Array(1)))).toBe('EPERM')
  })

  it('takes new files, beside those that are computed', () => {
    const files = withDev()
    files.writeFile('/dev/note', 'x')
    files.mkdir('/dev/virtio-ports/sub')
    expect(files.readFile('/dev/note', 'utf8')).toBe('x')
    expect(files.readdir('/dev/virtio-ports')).toEqual(['org.qemu.guest_agent.0', 'sub'])
    expect(files.stat('/dev/null').kind).toBe('character')
    expect(codeOf(() => files.unlink('/dev/null'))).toBe('EPERM')
  })
})
