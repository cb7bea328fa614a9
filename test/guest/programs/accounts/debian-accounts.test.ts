import { expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { debian, ended, fails, prints, run } from '../guest.js'

const ADD = ['adduser', '--disabled-password', '--gecos', '', 'bob']

/** The extra group is there, and no account but those of the image. */
const guestWithUsers = () => new Guest(debian)

test('adduser makes an account with a group, a home and the extra group, and says so', () => {
  const guest = guestWithUsers()
  const { stdout, stderr, exitCode } = run(guest, ADD)
  const lines = [
    "Adding user `bob' ...",
    "Adding new group `bob' (1001) ...",
    "Adding new user `bob' (1001) with group `bob (1001)' ...",
    "Creating home directory `/home/bob' ...",
    "Copying files from `/etc/skel' ...",
    "Adding new user `bob' to supplemental / extra groups `users' ...",
    "Adding user `bob' to group `users' ...",
  ]
  expect({ stdout, stderr, exitCode }).toEqual(prints(`${lines.join('\n')}\n`))
  expect(ended(guest, 'id bob')).toEqual(prints('uid=1001(bob) gid=1001(bob) groups=1001(bob),100(users)\n'))
  expect(guest.users.byName('bob')).toMatchObject({ home: '/home/bob', shell: '/bin/bash' })
  expect(run(guest, ADD).stderr).toBe("adduser: The user `bob' already exists.\n")
})

test('adduser with two names adds to a group, and deluser takes from it', () => {
  const guest = guestWithUsers()
  run(guest, [...ADD.slice(0, -1), '--quiet', 'bob'])
  expect(ended(guest, 'adduser bob sudo')).toEqual(prints("Adding user `bob' to group `sudo' ...\nDone.\n"))
  expect(ended(guest, 'adduser bob sudo')).toEqual(prints("The user `bob' is already a member of `sudo'.\n"))
  expect(ended(guest, 'deluser bob sudo')).toEqual(prints("Removing user `bob' from group `sudo' ...\nDone.\n"))
  expect(ended(guest, 'deluser bob sudo')).toEqual(
    fails("deluser: The user `bob' is not a member of group `sudo'.\n", 6),
  )
  expect(ended(guest, 'adduser bob nowhere')).toEqual(fails("adduser: The group `nowhere' does not exist.\n"))
})

test('a system account has no home unless it is told one', () => {
  const guest = guestWithUsers()
  expect(ended(guest, 'adduser --system --group app').stdout).toMatch(/^Adding system user `app' \(UID 10\d\) \.\.\.\n/)
  expect(guest.users.byName('app')).toMatchObject({ home: '/nonexistent', shell: '/usr/sbin/nologin' })
  expect(ended(guest, 'adduser --system app')).toEqual(prints("The system user `app' already exists. Exiting.\n"))
})

test('deluser removes the account, and its home if asked', () => {
  const guest = guestWithUsers()
  run(guest, ADD)
  guest.files.mkdir('/var/spool/cron/crontabs', { recursive: true })
  guest.files.writeFile('/var/spool/cron/crontabs/bob', '')
  expect(ended(guest, 'deluser --remove-home bob').exitCode).toBe(0)
  expect(guest.users.byName('bob')).toBe(undefined)
  expect(guest.files.exists('/home/bob')).toBe(false)
  expect(guest.files.exists('/var/spool/cron/crontabs/bob')).toBe(false)
  expect(ended(guest, 'deluser bob')).toEqual(fails("deluser: The user `bob' does not exist.\n", 2))
  expect(ended(guest, 'deluser --system bob')).toEqual(
    prints("The user `bob' does not exist, but --system was given. Exiting.\n"),
  )
})

test('groups are added and removed, but not one that is somebody’s own', () => {
  const guest = guestWithUsers()
  expect(ended(guest, 'addgroup devs')).toEqual(prints("Adding group `devs' (GID 1001) ...\nDone.\n"))
  expect(ended(guest, 'delgroup devs')).toEqual(prints("Removing group `devs' ...\nDone.\n"))
  expect(ended(guest, 'delgroup devs')).toEqual(fails("delgroup: The group `devs' does not exist.\n", 3))
  expect(ended(guest, 'delgroup debian')).toEqual(
    fails("delgroup: `debian' still has `debian' as their primary group!\n", 7),
  )
})

test('what would have to be asked for is refused', () => {
  const guest = guestWithUsers()
  expect(ended(guest, 'adduser bob')).toEqual(
    fails("adduser: mockvm doesn't do asking for a password yet: --disabled-password\n"),
  )
  expect(ended(guest, 'adduser bob', 'nobody')).toEqual(
    fails('adduser: Only root may add a user or group to the system.\n'),
  )
})

test('gpasswd adds members and removes them', () => {
  const guest = guestWithUsers()
  expect(ended(guest, 'gpasswd -a nobody adm')).toEqual(prints('Adding user nobody to group adm\n'))
  expect(guest.users.groups().find(({ name }) => name === 'adm')?.members).toContain('nobody')
  expect(ended(guest, 'gpasswd -d nobody adm')).toEqual(prints('Removing user nobody from group adm\n'))
  expect(ended(guest, 'gpasswd -d nobody adm')).toEqual(fails("gpasswd: user 'nobody' is not a member of 'adm'\n", 3))
  expect(ended(guest, 'gpasswd -a ghost adm')).toEqual(fails("gpasswd: user 'ghost' does not exist\n", 3))
  expect(ended(guest, 'gpasswd -a nobody no')).toEqual(fails("gpasswd: group 'no' does not exist in /etc/group\n", 3))
})
