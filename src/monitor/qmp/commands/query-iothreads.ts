import { q } from '../../../qapi/descriptor.js'
import { threadId } from '../cpus.js'
import { defineQmpCommand } from '../define.js'

const IOThreadInfo = q.struct('IOThreadInfo', {
  id: q.str,
  'thread-id': q.doc('Of no thread of the host, as those of vCPUs.', q.int),
  'poll-max-ns': q.int,
  'poll-grow': q.int,
  'poll-shrink': q.int,
  'aio-max-batch': q.int,
})

export const queryIothreads = defineQmpCommand({
  name: 'query-iothreads',
  since: '2.0',
  doc: 'List the threads for input and output: the objects of that type, which have nothing to do.',
  returns: q.list(IOThreadInfo),
  run: ({ qemu }) => {
    const threads = qemu.objects.filter(({ type }) => type === 'iothread')
    const { length } = qemu.guest.config.vcpus
    return threads.map(({ id = '' }, index) => ({
      id,
      'thread-id': threadId(length + index),
      'poll-max-ns': 32_768,
      'poll-grow': 0,
      'poll-shrink': 0,
      'aio-max-batch': 0,
    }))
  },
})
