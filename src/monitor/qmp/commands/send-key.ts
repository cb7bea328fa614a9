import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'
import { KEY_CODES } from './key-codes.js'

const KeyValue = q.union('KeyValue', 'type', {
  number: { data: q.int },
  qcode: { data: q.enum('QKeyCode', KEY_CODES) },
})

export const sendKey = defineQmpCommand({
  name: 'send-key',
  since: '1.3',
  doc: 'Press keys, which nobody in the guest looks at.',
  args: { keys: q.list(KeyValue), 'hold-time': q.optional(q.doc('Milliseconds.', q.int)) },
  run: () => {},
})
