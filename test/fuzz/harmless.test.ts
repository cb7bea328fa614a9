import { expect, test } from 'vitest'
import { makeGuard } from './harmless.js'
import { EVERYDAY_KINDS, makeStory } from './kinds/kinds.js'
import { bytesOf, DIR } from './story.js'

const FOLDER = '/tmp/mockvm-fuzz-abcdef'
const request = (execute: string, args: object) => Buffer.from(JSON.stringify({ execute, arguments: args }))
const exec = (path: string, ...arg: string[]) => request('guest-exec', { path, arg })

test.each([
  ['a file of the machine is written', request('guest-file-open', { path: '/etc/passwd', mode: 'w' })],
  ['a path leads out of the folder', request('guest-file-open', { path: `${FOLDER}/../x`, mode: 'a' })],
  ['a path is cut short', request('guest-file-open', { path: '/tmp/mockvm-fuzz', mode: 'w+' })],
  ['a real account is changed', request('guest-ssh-add-authorized-keys', { username: 'root', keys: [] })],
  ['a shell', exec('/bin/sh', '-c', 'true')],
  ['a shell in env', exec('env', 'A=1', 'sh')],
  ['rm of something else', exec('rm', '-r', '/tmp')],
  ['rm in the working directory', exec('rm', 'x')],
  ['mkdir in the working directory', exec('mkdir', 'x')],
  ['a link in the working directory', exec('ln', '-s', `${FOLDER}/big`)],
  ['a link that leads out', exec('ln', '-s', '/etc/passwd', `${FOLDER}/new`)],
  ['a directory as an option', exec('cp', `${FOLDER}/big`, '-t', '/etc')],
  ['a directory as an option', exec('cp', `${FOLDER}/big`, '--target-directory=/etc')],
  ['chmod without a mode', exec('chmod', '-w', 'bin')],
  ['chmod of something else', exec('chmod', '0', 'bin')],
  ['env that reads a command line', exec('env', '--split-string=rm -r /')],
  ['env that changes its directory', exec('env', '--chdir=/', 'true')],
  ['a second operand that is no path of ours', exec('cp', `${FOLDER}/big`, `${FOLDER}/x`, '/etc/x')],
  ['date sets the clock', exec('date', '010100002020')],
  ['date sets the clock', exec('date', '-d', '@0', '-s', 'now')],
  ['hostname sets the name', exec('hostname', 'other')],
  ['kill', exec('kill', '1')],
  ['what never ends', exec('cat', '/dev/zero')],
  ['what never ends', exec('tail', '-f', `${FOLDER}/big`)],
  ['what waits for a writer', exec('cat', `${FOLDER}/fifo`)],
  ['a fifo that nobody knows for one', exec('mkfifo', `${FOLDER}/new`)],
  ['a file is made a program', exec('chmod', '755', `${FOLDER}/script`)],
  ['a program of ours is executed', exec(`${FOLDER}/big`)],
])('%s: it is not sent', (_, bytes) => {
  const isHarmless = makeGuard(FOLDER)
  expect(isHarmless(bytes)).toBe(false)
  expect(isHarmless(request('guest-ping', {}))).toBe(true)
})

test.each([
  request('guest-file-open', { path: `${FOLDER}/new`, mode: 'w' }),
  request('guest-file-open', { path: '/etc/hostname' }),
  request('guest-shutdown', {}),
  exec('rm', '-f', `${FOLDER}/big`),
  exec('chmod', '600', `${FOLDER}/big`),
  exec('date', '-u', '-d', '@0', '+%s'),
])('%s is sent', bytes => {
  expect(makeGuard(FOLDER)(bytes)).toBe(true)
})

test('a request that comes in two pieces is known as well', () => {
  const isHarmless = makeGuard(FOLDER)
  const bytes = exec('rm', '-r', '/')
  expect(isHarmless(bytes.subarray(0, 20))).toBe(true)
  expect(isHarmless(bytes.subarray(20))).toBe(false)
})

test.each(EVERYDAY_KINDS)('%s: hardly anything of the stories is held back', kind => {
  const counts = { sent: 0, held: 0 }
  for (let index = 0; index < 40; index++) {
    const isHarmless = makeGuard(DIR)
    for (const step of makeStory('1', kind, index).steps) {
      if ('send' in step) counts[isHarmless(bytesOf(step.send, DIR)) ? 'sent' : 'held']++
    }
  }
  expect(counts.held * 50).toBeLessThan(counts.sent)
})
