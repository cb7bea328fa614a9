import { describe, expect, test } from 'vitest'
import { run } from '../guest.js'
import { networkGuest } from './network-guest.js'

const SSHD = { pid: 490, ppid: 1, user: 'root', argv: ['sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups'] }
const listening = [
  { protocol: 'tcp', address: '0.0.0.0', port: 22, process: 'sshd' },
  { protocol: 'tcp', address: '127.0.0.1', port: 5432, process: 'sshd' },
  { protocol: 'tcp', address: '::', port: 22, process: 'sshd' },
  { protocol: 'udp', address: '0.0.0.0', port: 68, process: 'sshd' },
  { protocol: 'udp', address: '::1', port: 323, process: 'sshd' },
] as const

const guest = () => networkGuest({ listening, processes: [SSHD] })
const stdout = (command: string) => run(guest(), command.split(' ')).stdout

describe('ss', () => {
  test('shows who listens, in the columns of iproute2 6.1', () => {
    expect(stdout('ss -tulpn')).toBe(`\
Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess                       
udp   UNCONN 0      0            0.0.0.0:68        0.0.0.0:*    users:(("sshd",pid=490,fd=3))
udp   UNCONN 0      0              [::1]:323          [::]:*    users:(("sshd",pid=490,fd=3))
tcp   LISTEN 0      128          0.0.0.0:22        0.0.0.0:*    users:(("sshd",pid=490,fd=3))
tcp   LISTEN 0      128        127.0.0.1:5432      0.0.0.0:*    users:(("sshd",pid=490,fd=3))
tcp   LISTEN 0      128             [::]:22           [::]:*    users:(("sshd",pid=490,fd=3))
`)
  })

  test('-H leaves out the header and the width that it takes', () => {
    expect(stdout('ss -tlnH')).toBe(`\
LISTEN 0      128      0.0.0.0:22   0.0.0.0:*
LISTEN 0      128    127.0.0.1:5432 0.0.0.0:*
LISTEN 0      128         [::]:22      [::]:*
`)
  })

  test('there are no connections', () => {
    expect(stdout('ss -tn')).toBe('State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n')
  })

  test('nobody listens when the program has gone', () => {
    const machine = guest()
    machine.processes.kill(490, 15)
    expect(run(machine, ['ss', '-tlnH']).stdout).toBe('')
  })
})

describe('netstat', () => {
  test('shows who listens, in the columns of net-tools 2.10', () => {
    expect(stdout('netstat -tulpn')).toBe(`\
Active Internet connections (only servers)
Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name    
tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      490/sshd: /usr/sbin 
tcp        0      0 127.0.0.1:5432          0.0.0.0:*               LISTEN      490/sshd: /usr/sbin 
tcp6       0      0 :::22                   :::*                    LISTEN      490/sshd: /usr/sbin 
udp        0      0 0.0.0.0:68              0.0.0.0:*                           490/sshd: /usr/sbin 
udp6       0      0 ::1:323                 :::*                                490/sshd: /usr/sbin 
`)
  })

  test('shows the routing table', () => {
    expect(stdout('netstat -rn')).toBe(`\
Kernel IP routing table
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
0.0.0.0         192.168.122.1   0.0.0.0         UG        0 0          0 eth0
192.168.122.0   0.0.0.0         255.255.255.0   U         0 0          0 eth0
`)
  })
})

test('route shows the same table with metrics', () => {
  expect(stdout('route -n')).toBe(`\
Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
0.0.0.0         192.168.122.1   0.0.0.0         UG    0      0        0 eth0
192.168.122.0   0.0.0.0         255.255.255.0   U     0      0        0 eth0
`)
})

test('netstat -i has a line for every interface that is up', () => {
  expect(stdout('netstat -i')).toBe(`\
Kernel Interface table
Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg
eth0             1500        0      0      0 0             0      0      0      0 BMRU
lo              65536        0      0      0 0             0      0      0      0 LRU
`)
})

test('ifconfig shows interfaces by name, and takes them down and up', () => {
  const machine = guest()
  const shown = `\
eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500
        inet 192.168.122.10  netmask 255.255.255.0  broadcast 192.168.122.255
        inet6 fe80::5054:ff:fe6b:3c58  prefixlen 64  scopeid 0x20<link>
        ether 52:54:00:6b:3c:58  txqueuelen 1000  (Ethernet)
        RX packets 0  bytes 0 (0.0 B)
        RX errors 0  dropped 0  overruns 0  frame 0
        TX packets 0  bytes 0 (0.0 B)
        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0

`
  expect(run(machine, ['ifconfig', 'eth0']).stdout).toBe(shown)
  expect(run(machine, ['ifconfig', 'eth0', 'down']).exitCode).toBe(0)
  expect(machine.interfaces.find('eth0')?.up).toBe(false)
  expect(run(machine, ['ifconfig', 'eth0', 'up']).exitCode).toBe(0)
  expect(run(machine, ['ifconfig', 'eth0']).stdout).toBe(shown)
  expect(run(machine, ['ifconfig', 'nope'])).toMatchObject({
    stderr: 'nope: error fetching interface information: Device not found\n',
    exitCode: 1,
  })
})

test('hostname -i and -f ask /etc/hosts', () => {
  const machine = networkGuest({ hostname: 'web' })
  machine.files.writeFile('/etc/hosts', '127.0.0.1 localhost\n127.0.1.1 web.example.com web\n')
  const said = (option: string) => run(machine, ['hostname', option]).stdout
  expect(['-i', '-f', '-d', '-s'].map(said)).toEqual(['127.0.1.1\n', 'web.example.com\n', 'example.com\n', 'web\n'])
})
