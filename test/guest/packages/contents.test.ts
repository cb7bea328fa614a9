/** What comes with a package of the personas, and of a scenario, and what goes with it. */
import { expect, test } from 'vitest'
import { Guest } from '../../../src/guest/guest.js'
import { bringIn, takeOut } from '../../../src/guest/packages/contents.js'
import { load } from '../../scenario/vocabulary.js'
import { exec } from '../programs/exec.js'

const stateOf = (guest: Guest, name: string) => {
  const unit = guest.services.get(name)
  return unit && [unit.active, unit.sub, unit.fileState]
}

test('nginx of Debian runs once it is installed, and its settings stay when it is removed', () => {
  const guest = new Guest(load('debian-12').guest)
  expect(stateOf(guest, 'nginx')).toBe(undefined)
  const wants = '/etc/systemd/system/multi-user.target.wants/nginx.service'
  expect(bringIn(guest, 'nginx')).toEqual([[wants, '/lib/systemd/system/nginx.service']])
  expect(stateOf(guest, 'nginx')).toEqual(['active', 'running', 'enabled'])
  expect(guest.files.readFile('/lib/systemd/system/nginx.service', 'utf8')).toBe(`[Unit]
Description=A high performance web server and a reverse proxy server
Documentation=man:nginx(8)

[Service]
Type=forking
ExecStart=/usr/sbin/nginx -g "daemon on; master_process on;"
ExecReload=/bin/kill -HUP $MAINPID

[Install]
WantedBy=multi-user.target
`)
  expect(guest.files.readFile('/var/lib/dpkg/status', 'utf8')).toContain(
    'Package: nginx\nStatus: install ok installed\n',
  )
  guest.reboot()
  expect(stateOf(guest, 'nginx')).toEqual(['active', 'running', 'enabled'])
  takeOut(guest, 'nginx', { keepsSettings: true })
  expect(stateOf(guest, 'nginx')).toBe(undefined)
  expect(guest.processes.list().filter(({ argv }) => argv[0]?.includes('nginx'))).toEqual([])
  const left = ['/usr/sbin/nginx', wants, '/etc/nginx/nginx.conf', '/var/log/nginx'].map(path =>
    guest.files.exists(path),
  )
  expect(left).toEqual([false, false, true, false])
  const status = () => guest.files.readFile('/var/lib/dpkg/status', 'utf8')
  expect(status()).toContain('Package: nginx\nStatus: deinstall ok config-files\n')
  takeOut(guest, 'nginx', { keepsSettings: false })
  expect(status()).not.toContain('Package: nginx\n')
  expect(guest.files.exists('/etc/nginx/nginx.conf')).toBe(false)
})

test('what the image has already goes with its service, and is started again when it comes back', () => {
  const guest = new Guest(load('debian-12').guest)
  const running = () => guest.processes.list().filter(({ argv }) => argv[0]?.startsWith('sshd: /usr/sbin/sshd')).length
  const call = (line: string) => exec(guest, ['/bin/bash', '-c', line])
  expect(stateOf(guest, 'ssh')).toEqual(['active', 'running', 'enabled'])
  call('apt-get -qq remove openssh-server')
  expect([stateOf(guest, 'ssh'), running()]).toEqual([undefined, 0])
  expect(guest.files.exists('/lib/systemd/system/ssh.service')).toBe(false)
  expect(call('systemctl start ssh')).toMatchObject({ exitCode: 5 })
  expect(call('dpkg -l openssh-server').stdout).toMatch(/\nrc {2}openssh-server /)
  expect(call("dpkg-query -W -f='$'{Status}'|$'{db:Status-Abbrev} openssh-server").stdout).toBe(
    'deinstall ok config-files|rc ',
  )
  guest.reboot()
  expect([stateOf(guest, 'ssh'), running()]).toEqual([undefined, 0])
  expect(call('apt-get install -y openssh-server').stdout).toContain(
    'Selecting previously deselected package openssh-server.\n',
  )
  expect([stateOf(guest, 'ssh'), running()]).toEqual([['active', 'running', 'enabled'], 1])
  guest.reboot()
  expect([stateOf(guest, 'ssh'), running()]).toEqual([['active', 'running', 'enabled'], 1])
  expect(call('dpkg -l openssh-server').stdout).toMatch(/\nii {2}openssh-server /)
})

test('what has left its settings behind can be purged', () => {
  const guest = new Guest(load('debian-12').guest)
  const call = (line: string) => exec(guest, ['/bin/bash', '-c', line])
  call('apt-get -qq remove cron')
  expect(call('dpkg --remove cron')).toEqual({
    stdout: '',
    stderr:
      'dpkg: warning: ignoring request to remove cron, only the config\n' +
      ' files of which are on the system; use --purge to remove them too\n',
    exitCode: 0,
  })
  const { stdout } = call('apt-get purge -y cron')
  expect(stdout).toContain('  cron*\n0 upgraded, 0 newly installed, 1 to remove')
  expect(stdout.endsWith('currently installed.)\nPurging configuration files for cron (3.0pl1-162) ...\n')).toBe(true)
  expect(call('dpkg -l cron')).toMatchObject({ exitCode: 1 })
  expect(stateOf(guest, 'cron')).toBe(undefined)
})

test('that of Red Hat waits for the administrator', () => {
  const guest = new Guest(load('rhel-9').guest)
  expect(bringIn(guest, 'nginx')).toEqual([])
  expect(stateOf(guest, 'nginx')).toEqual(['inactive', 'dead', 'disabled'])
  exec(guest, ['/usr/bin/systemctl', 'enable', '--now', 'nginx'])
  expect(stateOf(guest, 'nginx')).toEqual(['active', 'running', 'enabled'])
  expect(guest.services.get('nginx')?.path).toBe('/usr/lib/systemd/system/nginx.service')
  guest.reboot()
  expect(stateOf(guest, 'nginx')).toEqual(['active', 'running', 'enabled'])
})

test('a program that comes with a package is played, or says that nobody has described it', () => {
  const guest = new Guest(load('debian-12').guest)
  bringIn(guest, 'jq')
  bringIn(guest, 'git')
  expect(guest.files.readFile('/usr/bin/jq', 'utf8')).toContain('mockvm built-in: jq\n')
  expect(exec(guest, ['/usr/bin/git', 'clone'])).toEqual({
    stdout: '',
    stderr: "mockvm: nothing says what '/usr/bin/git clone' does; add it to the scenario's programs\n",
    exitCode: 127,
  })
})

test('a scenario says what comes with a package', () => {
  const { guest: config } = load({
    extends: 'debian-12',
    packages: {
      mine: {
        version: '1.0',
        files: {
          '/etc/mine.conf': { content: 'a=1\n', mode: '0600', owner: 'debian' },
          '/var/lib/mine': { directory: true },
        },
        builtins: ['/usr/bin/seq2', '/usr/bin/wget'],
        units: { 'mine.service': { command: '/usr/bin/mined' }, 'off.service': { file: 'disabled' } },
      },
      later: {
        version: '2',
        installed: false,
        files: { '/opt/later/run': 'x', '/opt/later/link': { symlink: 'run' } },
      },
    },
  })
  const guest = new Guest(config)
  expect(stateOf(guest, 'mine')).toEqual(['active', 'running', 'enabled'])
  expect(stateOf(guest, 'off')).toEqual(['inactive', 'dead', 'disabled'])
  expect(guest.files.stat('/etc/mine.conf')).toMatchObject({ mode: 0o600, uid: 1000 })
  expect(guest.files.readdir('/opt')).toEqual([])
  bringIn(guest, 'later')
  expect(guest.files.readlink('/opt/later/link')).toBe('run')
  takeOut(guest, 'mine', { keepsSettings: false })
  expect(['/etc/mine.conf', '/var/lib/mine', '/usr/bin/wget'].map(path => guest.files.exists(path))).toEqual([
    false,
    false,
    false,
  ])
})

test('what the administrator has put in its place stays as it is', () => {
  const guest = new Guest(load('debian-12').guest)
  guest.files.mkdir('/etc/nginx')
  guest.files.writeFile('/etc/nginx/nginx.conf', 'mine')
  bringIn(guest, 'nginx')
  expect(guest.files.readFile('/etc/nginx/nginx.conf', 'utf8')).toBe('mine')
})

test('what there is not is not installed', () => {
  expect(() => bringIn(new Guest(load('debian-12').guest), 'nope')).toThrow('ENOENT: No such file or directory')
})
