import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readUpid, writeUpid } from '../../../../src/http/proxmox/tasks/upid.js'

test('a UPID is written as Proxmox VE does', () => {
  const parts = { node: 'pve-1', pid: 0x3e9, pstart: 0x123456789, starttime: 0x6955b900, type: 'qmstart', id: '100' }
  const upid = 'UPID:pve-1:000003E9:123456789:6955B900:qmstart:100:root@pam!ci:'
  expect(writeUpid({ ...parts, user: 'root@pam!ci' })).toBe(upid)
  expect(readUpid(upid)).toEqual({ ...parts, user: 'root@pam!ci' })
})

test('what is written is read again', () => {
  const digits = fc.integer({ min: 0, max: 0xffff_ffff })
  const word = fc.stringMatching(/^[a-z]{1,8}$/)
  const upid = fc.record({
    node: word,
    pid: digits,
    pstart: fc.integer({ min: 0, max: 0xf_ffff_ffff }),
    starttime: digits,
    type: word,
    id: fc.stringMatching(/^\d{0,9}$/),
    user: fc.stringMatching(/^[a-z]{1,5}@pam(?:![a-z]{2,4})?$/),
  })
  fc.assert(fc.property(upid, parts => void expect(readUpid(writeUpid(parts))).toEqual(parts)))
})

test('anything else is none', () => {
  fc.assert(fc.property(fc.string(), text => void expect(readUpid(text)).toBe(undefined)))
  for (const text of [
    'UPID:pve:3E9:0000177A:6955B900:qmstart:100:root@pam:',
    'UPID:pve:000003E9:0000177A:6955B900:qmstart:100:root@pam',
    'UPID:-pve:000003E9:0000177A:6955B900:qmstart:100:root@pam:',
    'UPID:pve:000003E9:0000177A:6955B900:qm start:100:root@pam:',
    'UPID:pve:000003E9:0000177A:6955B900::100:root@pam:',
    'UPID:pve:000003E9:0000177A:6955B900:qmstart:100:root:',
    'UPID:pve:000003E9:0000177A:6955B900:qmstart:100:root@pam!:',
    'UPID:pve:000003E9:0000177A:6955B900:../qmstart:100:root@pam:',
    'UPID:pve:000003E9:0000177A:6955B900:qmstart:1/0:root@pam:',
    'UPID:pve:000003E9:0000177A:6955B900:qmstart:100:root@pam:\n',
    'UPID:pve:000003E9:0000177A:6955B900:qmstart:100:root@pam::',
    'UPID:pve:+00003E9:0000177A:6955B900:qmstart:100:root@pam:',
    'UPID:pve:000003E9:000000177A:6955B900:qmstart:100:root@pam:',
    'VPID:pve:000003E9:0000177A:6955B900:qmstart:100:root@pam:',
  ]) {
    expect(readUpid(text)).toBe(undefined)
  }
})
