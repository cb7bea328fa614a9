import { expect, test } from 'vitest'
import { Guest } from '../../../src/guest/guest.js'
import { load } from '../../scenario/vocabulary.js'
import { exec } from './exec.js'

const guest = () => new Guest(load('alpine-3.20').guest)
const sh = (line: string) => exec(guest(), ['/bin/sh', '-c', line])

test('busybox runs the applet that it is told', () => {
  expect(sh('busybox echo hi; busybox grep -c root /etc/passwd; echo x | busybox sed s/x/y/')).toEqual({
    ...{ stdout: 'hi\n1\ny\n', stderr: '', exitCode: 0 },
  })
  expect(exec(guest(), ['/bin/busybox', 'sh', '-c', 'echo $0', 'name'])).toMatchObject({ stdout: 'name\n' })
})

test('busybox has no applet that the guest has not', () => {
  expect(sh('busybox nosuch')).toEqual({ stdout: '', stderr: 'nosuch: applet not found\n', exitCode: 127 })
  expect(sh('busybox --list')).toEqual({ stdout: '', stderr: "busybox: mockvm doesn't do --list yet\n", exitCode: 1 })
})

test('Alpine has the text tools of BusyBox', () => {
  const line =
    'find /etc -name "alp*" | sort | xargs -n1 basename | tr a-z A-Z | cut -d- -f2 | awk "{ print NR, \\$1 }"'
  expect(sh(line)).toEqual({ stdout: '1 RELEASE\n', stderr: '', exitCode: 0 })
})

test('its adduser and kin say nothing when all goes well', () => {
  const vm = guest()
  const run = (line: string) => exec(vm, ['/bin/sh', '-c', line])
  expect(run('adduser -D bob && id bob && ls -ld /home/bob | cut -c1-10 && grep ^bob: /etc/passwd')).toEqual({
    stdout:
      'uid=1001(bob) gid=1001(bob) groups=1001(bob)\ndrwxr-sr-x\nbob:x:1001:1001:Linux User,,,:/home/bob:/bin/sh\n',
    ...{ stderr: '', exitCode: 0 },
  })
  expect(run('addgroup -S app && adduser -S -H -G app app && grep ^app: /etc/passwd | cut -d: -f5-')).toEqual({
    ...{ stdout: 'Linux User,,,:/home/app:/sbin/nologin\n', stderr: '', exitCode: 0 },
  })
  expect(run('adduser bob wheel; id -nG bob; deluser bob wheel; id -nG bob; deluser bob; delgroup app')).toMatchObject({
    stdout: 'bob wheel\nbob\n',
  })
  expect(run('adduser -D alpine; deluser ghost; adduser bob wheel')).toEqual({
    stdout: '',
    stderr: "adduser: user 'alpine' in use\ndeluser: unknown user ghost\nadduser: unknown user bob\n",
    exitCode: 1,
  })
})
