/** The labels of sockets: what query-chardev tells, and what becomes of them. */
import { describe, expect, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { vmWith } from '../channel/host.js'

const labels = (vm: Vm) => (vm.qmp.execute('query-chardev') as { label: string }[]).map(({ label }) => label).sort()

const fresh = () => vmWith('virtio-serial')

describe('a socket', () => {
  test('goes from the list when it is closed, and its label is free again', async () => {
    const vm = await fresh()
    const [agent, monitor] = [await vm.listen(), await vm.qmp.listen(undefined, { label: 'monitor' })]
    expect(labels(vm)).toEqual(['charchannel0', 'monitor'])
    await Promise.all([agent.close(), monitor.close(), agent.close()])
    expect(labels(vm)).toEqual([])
    await vm.listen()
    await vm.qmp.listen(undefined, { label: 'monitor' })
    expect(labels(vm)).toEqual(['charchannel0', 'monitor'])
  })

  test('without a label gets one that is free', async () => {
    const vm = await fresh()
    await vm.listen(undefined, { label: 'charchannel0' })
    await vm.qmp.listen(undefined, { label: 'compat_monitor0' })
    await vm.listen()
    await vm.qmp.listen()
    expect(labels(vm)).toEqual(['charchannel0', 'charchannel1', 'compat_monitor0', 'compat_monitor1'])
  })

  test('with the label of another is refused', async () => {
    const vm = await fresh()
    await vm.listen(undefined, { label: 'a' })
    const refused = 'label: expected one that no other chardev has, got "a". Close that one, or choose another.'
    await expect(vm.listen(undefined, { label: 'a' })).rejects.toThrow(refused)
    await expect(vm.qmp.listen(undefined, { label: 'a' })).rejects.toThrow(refused)
    const outcomes = await Promise.allSettled([1, 2].map(() => vm.listen(undefined, { label: 'b' })))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(labels(vm)).toEqual(['a', 'b'])
  })
})
