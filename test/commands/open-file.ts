import { type Talk, talk } from './talk.js'

const PATH = '/tmp/file'

/** A host with handle 1000 on a file. */
export async function openFile(
  content: string | { fifo: true } | { directory: true },
  mode = 'r',
  version = '2.11.0',
): Promise<Talk> {
  const host = await talk({ scenario: { extends: 'default', files: { [PATH]: content } }, agent: { version } })
  await host.ask('guest-file-open', { path: PATH, mode })
  return host
}

/** What is on the guest's disk. */
export function onDisk(host: Talk): string {
  return host.vm.guest.files.readFile(PATH, 'utf8')
}

export const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64')
