/** The Windows that comes with mockvm, and a captured one that is like it. */
import { expect, test } from 'vitest'
import { returns, talk } from '../commands/talk.js'

const host = () => talk({ scenario: 'windows-server-2022' })

test.each([
  ['guest-get-host-name', '{"host-name": "WIN-3QKJ8F0P2TR"}'],
  ['guest-get-timezone', '{"zone": "Pacific Standard Time", "offset": -28800}'],
  ['guest-get-users', '[]'],
  ['guest-fsfreeze-status', '"thawed"'],
  [
    'guest-get-osinfo',
    '{"name": "Microsoft Windows", "kernel-release": "20348", "version": "Microsoft Windows Server 2022", ' +
      '"variant": "server", "pretty-name": "Windows Server 2022 Standard", "version-id": "2022", ' +
      '"variant-id": "server", "kernel-version": "10.0", "machine": "x86_64", "id": "mswindows"}',
  ],
  [
    'guest-get-disks',
    '[{"name": "\\\\\\\\.\\\\PhysicalDrive0", "partition": false, "address": {"bus-type": "scsi", "bus": 0, "unit": 0, ' +
      '"pci-controller": {"bus": 4, "slot": 0, "domain": 0, "function": 0}, "dev": "\\\\\\\\.\\\\PhysicalDrive0", ' +
      '"target": 0}}]',
  ],
])('%s answers as is expected of it', async (command, reply) => {
  expect(await (await host()).ask(command)).toBe(returns(reply))
})

test('its agent is that of the virtio-win package, which lists 35 commands, all enabled', async () => {
  const { version, supported_commands: commands } = JSON.parse(await (await host()).ask('guest-info')).return
  expect(version).toBe('109.1.0')
  expect(commands).toHaveLength(35)
  expect(commands.filter((it: { enabled: boolean }) => !it.enabled)).toEqual([])
})

test('it has none of the processes of a Linux', async () => {
  const { processes } = (await host()).vm.guest
  const names = processes.list().map(({ argv }) => argv[0]?.replace(/^.*\\/, ''))
  expect(names).toEqual(expect.arrayContaining(['System', 'lsass.exe', 'svchost.exe', 'qemu-ga.exe', 'LogonUI.exe']))
  expect(processes.list().every(({ pid }) => pid % 4 === 0)).toBe(true)
})

/** From a Windows Server 2022 under libvirt, which had taken the blanks out. */
const CAPTURED = {
  'guest-get-fsinfo':
    '[{"name":"\\\\\\\\?\\\\Volume{e22d3098-a70b-11f1-abc2-806e6f6e6963}\\\\","total-bytes":877373440,"mountpoint":"E:\\\\",' +
    '"disk":[{"bus-type":"sata","bus":0,"unit":0,"pci-controller":{"bus":-1,"slot":-1,"domain":-1,"function":-1},' +
    '"dev":"\\\\\\\\?\\\\Volume{e22d3098-a70b-11f1-abc2-806e6f6e6963}","target":0}],"used-bytes":877373440,"type":"CDFS"},' +
    '{"name":"\\\\\\\\?\\\\Volume{279e790b-c8f7-433a-88f2-3f375b5536a1}\\\\","total-bytes":100663296,' +
    '"mountpoint":"System Reserved","disk":[{"serial":"zqKZeDEF","bus-type":"scsi","bus":0,"unit":0,' +
    '"pci-controller":{"bus":4,"slot":0,"domain":0,"function":0},"dev":"\\\\\\\\.\\\\PhysicalDrive0","target":0}],' +
    '"used-bytes":31732736,"type":"FAT32"}]',
  'guest-network-get-interfaces':
    '[{"name":"Ethernet","ip-addresses":[{"ip-address-type":"ipv6","ip-address":"fe80::3a11:dfb6:9b8f:8241%6","prefix":64},' +
    '{"ip-address-type":"ipv4","ip-address":"192.168.1.81","prefix":24}],"statistics":{"tx-packets":7859,"tx-errs":0,' +
    '"rx-bytes":18569388,"rx-dropped":2862,"rx-packets":15630,"rx-errs":0,"tx-bytes":1919654,"tx-dropped":0},' +
    '"hardware-address":"00:a0:98:63:a7:d1"},{"name":"Loopback Pseudo-Interface 1","ip-addresses":[' +
    '{"ip-address-type":"ipv6","ip-address":"::1","prefix":128},{"ip-address-type":"ipv4","ip-address":"127.0.0.1",' +
    '"prefix":8}],"statistics":{"tx-packets":0,"tx-errs":0,"rx-bytes":0,"rx-dropped":0,"rx-packets":0,"rx-errs":0,' +
    '"tx-bytes":0,"tx-dropped":0}}]',
} as const

test('a guest of the same make answers as the captured one did', async () => {
  const captured = await talk({
    scenario: {
      extends: 'windows-server-2022',
      agent: { version: '10.2.0' },
      disks: [
        { name: 'PhysicalDrive0', size: '50GiB', pci: '0000:04:00.0', serial: 'zqKZeDEF' },
        { name: 'CdRom0', size: 877373440 },
      ],
      volumes: [
        { letter: 'C', size: 52691988480 },
        { guid: '279e790b-c8f7-433a-88f2-3f375b5536a1', fileSystem: 'FAT32', size: 100663296, used: 31732736 },
        { guid: 'e22d3098-a70b-11f1-abc2-806e6f6e6963', letter: 'E', kind: 'cdrom', size: 877373440 },
      ],
      network: {
        interfaces: [
          {
            name: 'Ethernet',
            mac: '00:a0:98:63:a7:d1',
            addresses: ['fe80::3a11:dfb6:9b8f:8241%6/64', '192.168.1.81/24'],
            statistics: {
              ...{ rxBytes: 18569388, rxPackets: 15630, rxDropped: 2862 },
              ...{ txBytes: 1919654, txPackets: 7859 },
            },
          },
          { name: 'Loopback Pseudo-Interface 1', mac: 'none', addresses: ['::1/128', '127.0.0.1/8'] },
        ],
      },
    },
  })
  const withoutBlanks = async (command: string) => JSON.parse(await captured.ask(command)).return
  const fsinfo = await withoutBlanks('guest-get-fsinfo')
  expect(JSON.stringify(fsinfo.slice(0, 2))).toBe(CAPTURED['guest-get-fsinfo'])
  expect(JSON.stringify(await withoutBlanks('guest-network-get-interfaces'))).toBe(
    CAPTURED['guest-network-get-interfaces'],
  )
})

test('after a reset it is the same guest, and again after a restart of the agent', async () => {
  const it = await host()
  const fsinfo = await it.ask('guest-get-fsinfo')
  it.vm.do({ vm: 'reset' })
  expect(await it.ask('guest-get-fsinfo')).toBe(fsinfo)
  it.vm.do({ agent: 'restart' })
  expect(await it.ask('guest-get-host-name')).toBe(returns('{"host-name": "WIN-3QKJ8F0P2TR"}'))
})
