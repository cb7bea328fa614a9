/** What QEMU 7.2.22 has said, mockvm says: recorded conversations, sent again. */
import { describe, expect, test } from 'vitest'
import { createVm, type ScenarioInput, type Vm } from '../../../src/index.js'
import { connect, Host, processOf, settled } from './host.js'
import { masked, maskedRecording, type RecordedCase, type Recording, readRecordings } from './recording.js'

/** The default of -m. */
const MEMORY = '128MiB'

async function machineLike(about: RecordedCase): Promise<Vm> {
  const { machine, vcpus = 1, kvm = false, name, uuid, start = 'paused', topology, chardevs = {} } = about
  const scenario = {
    extends: 'default',
    vcpus,
    memory: { size: MEMORY },
    // No system was there to notice the button.
    power: { button: 'ignored' },
    qemu: { machine, kvm, start, ...(name && { name }), ...(uuid && { uuid }) },
  } as ScenarioInput
  const vm = await createVm({ scenario, clock: { mode: 'manual' } })
  const qemu = processOf(vm)
  // Those that were recorded had no port for an agent.
  qemu.portId = undefined
  if (topology !== undefined) Object.assign(qemu, { config: { ...qemu.config, topology } })
  const labels = Object.entries(chardevs)
  for (const [label, filename] of labels) {
    qemu.chardevs.add({ label, filename: () => filename, isFrontendOpen: () => label !== 'charchannel0' })
  }
  if (labels.length === 0) {
    qemu.chardevs.add({
      label: 'compat_monitor0',
      filename: () => 'unix:/run/qmp.sock,server=on',
      isFrontendOpen: () => true,
    })
  }
  return vm
}

async function play({ about, exchanges }: Recording): Promise<void> {
  await using vm = await machineLike(about)
  const host = new Host(vm.qmp.connect())
  for (const { send, receive } of exchanges) {
    if (send !== undefined) host.stream.write(send, 'latin1')
    await settled()
    expect({ send, receive: masked(host.take()) }).toEqual({ send, receive: maskedRecording(receive) })
  }
}

const BOOKS = ['protocol', 'syntax', 'oob', 'queries', 'machine-none', 'states', 'errors']

describe.each(BOOKS)('%s', book => {
  test.each(
    readRecordings(book).map((recording, index) => [`${recording.about.case} (${index + 1})`, recording] as const),
  )('%s is as recorded', (_, recording) => play(recording))
})

test('a client that reads nothing of it for long gets all of it in the end', async () => {
  await using vm = await machineLike({ case: '', machine: 'pc-i440fx-7.2' })
  const host = await connect(vm)
  host.stream.pause()
  const count = 400
  for (let index = 0; index < count; index++) host.stream.write('{"execute": "query-qmp-schema"}\n')
  await settled()
  host.stream.resume()
  let replies = 0
  for (let turn = 0; turn < 20_000 && replies < count; turn++) {
    await settled()
    replies += host.take().split('\r\n').length - 1
  }
  expect(replies).toBe(count)
})
