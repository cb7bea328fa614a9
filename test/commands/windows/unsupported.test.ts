/** Commands that no agent on Windows can do: what each version says of them. */
import { expect, test } from 'vitest'
import { fails } from '../talk.js'
import { talkToWindows } from './windows-host.js'

const UNSUPPORTED = fails('this feature or command is not currently supported')
const notFound = (name: string) => fails(`The command ${name} has not been found`, 'CommandNotFound')

test.each([
  ['2.11.0', 'guest-set-vcpus', fails('The command guest-set-vcpus has been disabled for this instance')],
  ['7.2.0', 'guest-set-vcpus', fails('Command guest-set-vcpus has been disabled', 'CommandNotFound')],
  ['109.1.0', 'guest-set-vcpus', notFound('guest-set-vcpus')],
  ['2.11.0', 'guest-get-memory-block-info', UNSUPPORTED],
  [
    '5.2.0',
    'guest-get-memory-block-info',
    fails('The command guest-get-memory-block-info has been disabled for this instance', 'CommandNotFound'),
  ],
  ['7.2.0', 'guest-get-diskstats', UNSUPPORTED],
  ['7.2.0', 'guest-get-cpustats', UNSUPPORTED],
  ['9.1.0', 'guest-get-cpustats', notFound('guest-get-cpustats')],
  ['10.2.0', 'guest-network-get-route', notFound('guest-network-get-route')],
  ['7.2.0', 'guest-ssh-get-authorized-keys', notFound('guest-ssh-get-authorized-keys')],
])('%s says of %s what it is', async (version, name, reply) => {
  const host = await talkToWindows(version)
  expect(await host.ask(name)).toBe(reply)
})
