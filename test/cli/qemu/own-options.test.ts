import { describe, expect, test } from 'vitest'
import { readOwnOptions } from '../../../src/cli/qemu/own-options.js'
import { readWords } from '../../../src/cli/qemu/words.js'

const own = (env: Record<string, string>, ...args: string[]) => readOwnOptions(readWords(args), env)

describe('whose guest it is', () => {
  test('is left to the defaults where nobody says', () => {
    expect(own({ MOCKVM_SEED: '' })).toEqual({ set: [] })
  })

  test('is said by the environment', () => {
    const env = {
      MOCKVM_SCENARIO: 'debian-12',
      MOCKVM_SEED: '7',
      MOCKVM_CLOCK: 'manual',
      MOCKVM_TRACE: '/t',
      MOCKVM_CONTROL: '/c',
      MOCKVM_AGENT_VERSION: '5.2',
    }
    expect(own(env)).toEqual({
      ...{ scenario: 'debian-12', seed: '7', clock: 'manual', trace: '/t', control: '/c', agentVersion: '5.2' },
      set: [],
    })
  })

  test('is said by the option, over the environment', () => {
    expect(own({ MOCKVM_SCENARIO: 'a', MOCKVM_SEED: '1' }, '-mockvm', 'b,seed=2', '--mockvm', 'seed=3')).toEqual({
      scenario: 'b',
      seed: '3',
      set: [],
    })
  })

  test.each([
    ['vcpus=4;hostname=a', ['vcpus=4', 'hostname=a']],
    ['vcpus=4', ['vcpus=4']],
    ['\n vcpus=4\n', ['vcpus=4']],
    ['files./a=x;y\nvcpus=4\n', ['files./a=x;y', 'vcpus=4']],
  ])('may be changed in several ways at once: %j', (text, set) => {
    expect(own({ MOCKVM_SET: text }).set).toEqual(set.map(it => ({ by: 'MOCKVM_SET', text: it })))
  })

  test('is changed by both, the option last', () => {
    expect(own({ MOCKVM_SET: 'vcpus=4' }, '-mockvm', 'set=vcpus=5,set=agent.blockRpcs=[a,,b]').set).toEqual([
      { by: 'MOCKVM_SET', text: 'vcpus=4' },
      { by: '-mockvm set', text: 'vcpus=5' },
      { by: '-mockvm set', text: 'agent.blockRpcs=[a,b]' },
    ])
  })
})
