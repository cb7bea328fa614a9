import { describe, expect, test } from 'vitest'
import { layerOfText } from '../../src/scenario/layer.js'
import { load, refusal } from './vocabulary.js'

const UNITS = 'Units: ns us ms s m h d.'
const DURATION = `expected a duration with its unit such as "20s"`
const BUTTON = 'expected ignored, or how long the guest takes to notice: a duration with its unit such as "2s"'

describe('durations of the machine have a unit', () => {
  test.each([
    ['power: { boot: 20 }', `demo.yaml:1:16  power.boot: ${DURATION}, got 20. ${UNITS}`],
    ['power: { shutdown: "5" }', `demo.yaml:1:20  power.shutdown: ${DURATION}, got "5". ${UNITS}`],
    ['power: { button: 2 }', `demo.yaml:1:18  power.button: ${BUTTON}, got 2. ${UNITS}`],
    ['power: { button: "2" }', `demo.yaml:1:18  power.button: ${BUTTON}, got "2". ${UNITS}`],
    [
      'qemu: { migration: { duration: 3, downtime: 0.3 } }',
      `demo.yaml:1:32  qemu.migration.duration: ${DURATION}, got 3. ${UNITS}\n` +
        `demo.yaml:1:45  qemu.migration.downtime: ${DURATION}, got 0.3. ${UNITS}`,
    ],
  ])('%s is refused', (text, message) => {
    expect(refusal(() => layerOfText(text, 'demo.yaml'))).toBe(message)
  })

  test.each(['power: { boot: 0, shutdown: 1m30s, button: 0s }', 'power: { boot: "0", button: ignored }'])(
    '%s is understood',
    text => {
      expect(() => layerOfText(text, 'demo.yaml')).not.toThrow()
    },
  )

  test('a word that is nearly ignored is met with it', () => {
    expect(refusal(() => layerOfText('power: { button: ignore }', 'demo.yaml'))).toBe(
      `demo.yaml:1:18  power.button: ${BUTTON}, got "ignore". Did you mean "ignored"?`,
    )
  })
})

test.each(['9.2', '8'])('the version %s lacks a part, and says so', version => {
  expect(refusal(() => layerOfText(`qemu: { version: ${version} }`, 'demo.yaml'))).toBe(
    `demo.yaml:1:18  qemu.version: expected a version of QEMU such as 7.2.22, got ${version}. Three parts, in quotes: "9.2.0".`,
  )
})

describe('what contradicts itself is refused', () => {
  const machines = 'pc-i440fx-X.Y, pc-q35-X.Y, or one of those without a version: pc, q35, none, microvm, isapc'
  const older = 'QEMU has those of its own version and of earlier ones; qemu.version says which it is.'

  test.each([
    [{ version: '1.0.0' }, 'qemu.version: expected a version from 5.2.0 on, got "1.0.0".'],
    [{ machine: 'virt' }, `qemu.machine: expected ${machines}, got "virt".`],
    [{ machine: 'Q35' }, `qemu.machine: expected ${machines}, got "Q35". Did you mean "q35"?`],
    [{ machine: 'pc-q35-99.0' }, `qemu.machine: expected pc-q35-7.2 or an older one, got "pc-q35-99.0". ${older}`],
    [
      { machine: 'pc-i440fx-8.0', version: '6.2.0' },
      `qemu.machine: expected pc-i440fx-6.2 or an older one, got "pc-i440fx-8.0". ${older}`,
    ],
    [
      { topology: { sockets: 3 } },
      'qemu.topology: expected sockets × cores × threads to be the number of vCPUs, 2, got 3 × 1 × 1.',
    ],
  ])('%j', (qemu, message) => {
    expect(refusal(() => load({ extends: 'debian-12', qemu }))).toBe(`scenario object  ${message}`)
  })

  test('with the place of the key, or of the whole that lacks it', () => {
    expect(
      refusal(() =>
        load('debian-12', [
          { path: 'vcpus', value: [{}, {}, {}] },
          { path: 'qemu.topology.sockets', value: 2 },
        ]),
      ),
    ).toBe('--set  qemu.topology: expected sockets × cores × threads to be the number of vCPUs, 3, got 2 × 1 × 1.')
  })
})

test.each([
  [{ version: '5.2.0', machine: 'pc-i440fx-5.2' }, 'pc-i440fx-5.2'],
  [{ version: '9.2.0', machine: 'pc-q35-4.0.1' }, 'pc-q35-4.0.1'],
  [{ version: '9.2.0', machine: 'pc' }, 'pc-i440fx-9.2'],
  [{ version: '8.1.5', machine: 'q35' }, 'pc-q35-8.1'],
  [{ machine: 'microvm', topology: { sockets: 1, cores: 2 } }, 'microvm'],
  [{}, 'pc-q35-7.2'],
])('%j is a machine of type %s', (qemu, machineType) => {
  expect(load({ extends: 'debian-12', qemu }).qemu.machineType).toBe(machineType)
})
