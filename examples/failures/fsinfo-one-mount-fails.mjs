export const title = 'One missing device makes the guest look as if it had no file systems'

export async function naive(host) {
  const agent = host.naive()
  const infos = await agent.call('guest-get-fsinfo').catch(() => [])
  const filesystems = infos.map(({ mountpoint }) => mountpoint)
  host.mistake(`found ${filesystems.length} file systems, and so backs up nothing; there are 2`)
  return { filesystems }
}

export async function correct(host) {
  const agent = await host.correct()
  try {
    const infos = await agent.call('guest-get-fsinfo')
    return { filesystems: infos.map(({ mountpoint }) => mountpoint) }
  } catch (error) {
    host.say(`${error.message}: the list is not empty, it could not be had`)
  }
  const handle = await agent.call('guest-file-open', { path: '/proc/mounts' })
  const { 'buf-b64': table } = await agent.call('guest-file-read', { handle, count: 65_536 })
  await agent.call('guest-file-close', { handle })
  const mounts = Buffer.from(table, 'base64').toString().trim().split('\n')
  const onDisks = mounts.map(line => line.split(' ')).filter(([source]) => source.startsWith('/dev/'))
  const filesystems = onDisks.map(([, path]) => path)
  host.say(`/proc/mounts has them: ${filesystems.join(', ')}`)
  return { filesystems }
}

export const moral =
  'An error is not an empty list. Agents up to 5.2 tell nothing of any file system when they fail with one: report what ' +
  'they said, and ask the guest in another way if you need the list.'
