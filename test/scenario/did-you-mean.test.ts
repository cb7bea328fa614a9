import { expect, test } from 'vitest'
import { nearest } from '../../src/scenario/did-you-mean.js'

const known = ['vcpus', 'memory', 'mounts', 'Europe/Paris', 'Europe/Prague', 'hostname']

test.each([
  ['vcpu', 'vcpus'],
  ['vpcus', 'vcpus'],
  ['Memory', 'memory'],
  ['hostName', 'hostname'],
  ['mount', 'mounts'],
  ['Europe/Praha', 'Europe/Prague'],
])('%s means %s', (word, meant) => {
  expect(nearest(word, known)).toBe(meant)
})

test.each(['', 'x', 'cpu', 'everything'])('"%s" means none of them', word => {
  expect(nearest(word, known)).toBeUndefined()
})
