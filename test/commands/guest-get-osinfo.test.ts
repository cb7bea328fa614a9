import { expect, test } from 'vitest'
import { createVm } from '../../src/index.js'
import { returns, talk } from './talk.js'

const KERNEL = '"kernel-release": "6.1.0"'
const MACHINE = '"kernel-version": "#1 SMP", "machine": "x86_64"'

test('kernel and os-release are told', async () => {
  const host = await talk()
  expect(await host.ask('guest-get-osinfo')).toBe(
    returns(
      '{"name": "Debian GNU/Linux", "kernel-release": "6.1.0-37-cloud-amd64", "version": "12 (bookworm)", ' +
        '"pretty-name": "Debian GNU/Linux 12 (bookworm)", "version-id": "12", ' +
        '"kernel-version": "#1 SMP PREEMPT_DYNAMIC Debian 6.1.140-1 (2025-05-22)", "machine": "x86_64", "id": "debian"}',
    ),
  )
})

test('what os-release does not say is absent', async () => {
  const host = await talk({ scenario: 'minimal' })
  expect(await host.ask('guest-get-osinfo')).toBe(returns(`{${KERNEL}, ${MACHINE}}`))
})

test('every key has its place', async () => {
  const release = { ID: 'a', NAME: 'b', PRETTY_NAME: 'c', VERSION: 'd', VERSION_ID: 'e', VARIANT: 'f', VARIANT_ID: 'g' }
  const host = await talk({ scenario: { extends: 'minimal', os: { release } } })
  expect(await host.ask('guest-get-osinfo')).toBe(
    returns(
      `{"name": "b", ${KERNEL}, "version": "d", "variant": "f", "pretty-name": "c", "version-id": "e", ` +
        `"variant-id": "g", ${MACHINE}, "id": "a"}`,
    ),
  )
})

test.each([
  ["NAME='single quoted'", "'single"],
  ['NAME=two words', 'two'],
  ['NAME=semi;colon', 'semi'],
  ['NAME="two words"  ', 'two words'],
  ['NAME=""', ''],
  ['NAME=', ''],
  ['NAME="\\$ \\\' \\" \\\\ \\` \\n"', '$ \' \\" \\\\ ` \\\\n'],
  ['NAME=a\nNAME=b', 'b'],
  ['# NAME=a\n\nNAME=b', 'b'],
])('of %j the name is %s', async (text, name) => {
  const host = await talk({ scenario: { extends: 'minimal', os: { release: text } } })
  expect(await host.ask('guest-get-osinfo')).toBe(returns(`{"name": "${name}", ${KERNEL}, ${MACHINE}}`))
})

test('the file may be another, by /usr/lib or by the environment of the agent', async () => {
  const files = { '/usr/lib/os-release': 'ID=lib\n', '/opt/os': 'ID=opt\n' }
  const scenario = { extends: 'minimal', files }
  const lib = await talk({ scenario })
  expect(await lib.ask('guest-get-osinfo')).toBe(returns(`{${KERNEL}, ${MACHINE}, "id": "lib"}`))
  const opt = await talk({ scenario, agent: { env: { QGA_OS_RELEASE: '/opt/os' } } })
  expect(await opt.ask('guest-get-osinfo')).toBe(returns(`{${KERNEL}, ${MACHINE}, "id": "opt"}`))
  const none = await talk({ scenario, agent: { env: { QGA_OS_RELEASE: '/none' } } })
  expect(await none.ask('guest-get-osinfo')).toBe(returns(`{${KERNEL}, ${MACHINE}}`))
})

// What qemu-ga 7.2.22 answered for such a file, kernel members left out.
test.each([
  ['ID=debian\ngarbage\nNAME=x\n', {}],
  ['=x\nID=y\n', {}],
  ['NAME="a\xffb"\nID=x\n', {}],
  ['ID=a\n[x]\nNAME=b\n', { id: 'a' }],
  ['\xef\xbb\xbfID=x\nNAME=y\n', { name: 'y' }],
  ['ID=x\ty\n', { id: 'x\ty' }],
  ['NAME=a\0b\nID=x\n', { name: 'a' }],
  ['NAME="abc\nID=z\n', { id: 'z', name: 'abcc' }],
  ['NAME="abc\\\n', { name: 'abc\\\\' }],
])('an os-release of %j is read as a key file', async (text, members) => {
  await using vm = await createVm({ scenario: 'minimal' })
  vm.guest.files.writeFile('/etc/os-release', Buffer.from(text, 'latin1'))
  const { 'kernel-release': _, 'kernel-version': __, machine: ___, ...os } = await vm.call('guest-get-osinfo')
  expect(JSON.parse(JSON.stringify(os))).toEqual(members)
})
