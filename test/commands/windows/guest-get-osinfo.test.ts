import { expect, test } from 'vitest'
import { returns } from '../talk.js'
import { talkToWindows } from './windows-host.js'

interface Os {
  readonly build: number
  readonly variant?: 'server' | 'client'
  readonly version?: string
  readonly product?: string
  readonly machine?: string
}

async function osinfo(agent: string, os: Os): Promise<string> {
  const host = await talkToWindows(agent, { windows: os })
  return host.ask('guest-get-osinfo')
}

test('a Windows Server 2022 says what it is, all ten members', async () => {
  expect(await osinfo('109.1.0', { build: 20348 })).toBe(
    returns(
      '{"name": "Microsoft Windows", "kernel-release": "20348", "version": "Microsoft Windows Server 2022", ' +
        '"variant": "server", "pretty-name": "Windows Server 2022 Standard", "version-id": "2022", ' +
        '"variant-id": "server", "kernel-version": "10.0", "machine": "x86_64", "id": "mswindows"}',
    ),
  )
})

test('Windows 11 calls itself Windows 10 in its registry', async () => {
  const os = { build: 26100, variant: 'client', product: 'Windows 10 Pro' } as const
  expect(await osinfo('8.2.0', os)).toBe(
    returns(
      '{"name": "Microsoft Windows", "kernel-release": "26100", "version": "Microsoft Windows 11", ' +
        '"variant": "client", "pretty-name": "Windows 10 Pro", "version-id": "11", ' +
        '"variant-id": "client", "kernel-version": "10.0", "machine": "x86_64", "id": "mswindows"}',
    ),
  )
})

test('Windows 7 has its number twice, and later agents no id for it', async () => {
  const os = { build: 7601, variant: 'client', version: '6.1', product: 'Windows 7 Professional' } as const
  const reply = (id: string) =>
    returns(
      '{"name": "Microsoft Windows", "kernel-release": "7601", "version": "Microsoft Windows 77", "variant": "client", ' +
        `"pretty-name": "Windows 7 Professional", ${id}` +
        '"variant-id": "client", "kernel-version": "6.1", "machine": "x86_64", "id": "mswindows"}',
    )
  expect(await osinfo('7.2.0', os)).toBe(reply('"version-id": "", '))
  expect(await osinfo('8.0.0', os)).toBe(reply(''))
})

const NAMES = [
  [{ build: 19045, variant: 'client' }, ['Windows 10 10', 'Windows 10 10', 'Windows 10 10', 'Windows 10 10']],
  [{ build: 22631, variant: 'client' }, ['Windows 10 10', 'Windows 10 10', 'Windows 11 11', 'Windows 11 11']],
  [{ build: 14393 }, Array(4).fill('Windows Server 2016 2016')],
  [{ build: 17763 }, ['Windows Server 2016 2016', ...Array(3).fill('Windows Server 2019 2019')]],
  [{ build: 20348 }, ['Windows Server 2016 2016', 'N/A', 'Windows Server 2022 2022', 'Windows Server 2022 2022']],
  [{ build: 26100 }, ['Windows Server 2016 2016', 'N/A', 'Windows Server 2022 2022', 'Windows Server 2025 2025']],
  [{ build: 9600, version: '6.3' }, Array(4).fill('Windows Server 2012 R2 2012r2')],
  [{ build: 9200, version: '6.2', variant: 'client' }, Array(4).fill('Windows 8 8')],
] as const satisfies readonly (readonly [Os, readonly string[]])[]

test.each(NAMES)('%j has the names that its agent knew', async (os, expected) => {
  const names = await Promise.all(
    ['2.11.0', '5.2.0', '7.2.0', '10.0.0'].map(async agent => {
      const { version, 'version-id': id } = JSON.parse(await osinfo(agent, os)).return
      return version === id ? version : `${version.replace('Microsoft ', '')} ${id}`
    }),
  )
  expect(names).toEqual(expected)
})

test('for a year Windows Server 2025 was misspelt', async () => {
  const version = async (agent: string) => JSON.parse(await osinfo(agent, { build: 26100 })).return.version
  expect(await version('8.2.0')).toBe('Microsoft Windows Server 2022')
  expect(await version('9.2.0')).toBe('MIcrosoft Windows Server 2025')
  expect(await version('10.0.0')).toBe('Microsoft Windows Server 2025')
})

test('of a machine that it does not know the agent says so', async () => {
  const { machine } = JSON.parse(await osinfo('11.1.0', { build: 26100, machine: 'aarch64' })).return
  expect(machine).toBe('unknown')
})
