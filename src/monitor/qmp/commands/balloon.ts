/** The balloon device takes memory from the guest; this machine has none. */
import { q } from '../../../qapi/descriptor.js'
import { QapiError } from '../../../qapi/errors.js'
import { defineQmpCommand } from '../define.js'

const noBalloon = () => new QapiError('No balloon device has been activated', 'DeviceNotActive')

export const balloon = defineQmpCommand({
  name: 'balloon',
  since: '0.14',
  doc: 'Fail: there is no balloon device.',
  args: { value: q.doc('Bytes.', q.int) },
  run: () => {
    throw noBalloon()
  },
})

export const queryBalloon = defineQmpCommand({
  name: 'query-balloon',
  since: '0.14',
  doc: 'Fail: there is no balloon device.',
  returns: q.struct('BalloonInfo', { actual: q.int }),
  run: () => {
    throw noBalloon()
  },
})
