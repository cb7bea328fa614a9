import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../../src/json/value.js'
import { writeJson } from '../../../src/json/write.js'
import { machineTypes } from '../../../src/monitor/qmp/machine-types.js'
import { executeQmp } from '../../../src/monitor/qmp/registry.js'
import { compareVersions } from '../../../src/qapi/version.js'
import { processOf, vmOf } from './host.js'

describe('query-machines', () => {
  test('tells of pc and q35 what QEMU 7.2 does, in its order', async () => {
    const text = readFileSync(new URL('recorded/query-machines.jsonl', import.meta.url), 'utf8')
    const qemu = processOf(await vmOf())
    const told = executeQmp(qemu, 'query-machines', new Map()) as readonly JsonValue[]
    expect(told.map(machine => writeJson(machine))).toEqual(text.trimEnd().split('\n'))
  })

  test('has no machine types of later versions, and those of its own', () => {
    const names = (version: string) => machineTypes(version).map(({ name }) => name)
    expect(names('6.2.0')).not.toContain('pc-q35-7.0')
    expect(machineTypes('9.2.0').find(({ alias }) => alias === 'pc')?.name).toBe('pc-i440fx-9.2')
    expect(machineTypes('6.2.0').find(({ alias }) => alias === 'q35')?.name).toBe('pc-q35-6.2')
  })

  test('has those of all versions between, and those that are not gone yet', () => {
    const pcs = (version: string) =>
      machineTypes(version)
        .flatMap(({ name }) => /^pc-i440fx-(.*)/.exec(name)?.[1] ?? [])
        .toSorted(compareVersions)
    const upTo72 = pcs('7.2.22')
    expect([upTo72[0], upTo72.at(-1)]).toEqual(['1.4', '7.2'])
    expect(pcs('9.0.0')).toEqual([...upTo72.filter(it => !it.startsWith('1.')), '8.0', '8.1', '8.2', '9.0'])
    expect(pcs('8.1.0')).toEqual([...upTo72, '8.0', '8.1'])
    expect(pcs('9.1.0')[0]).toBe('2.4')
    expect([pcs('10.1.0')[0], pcs('11.0.0')[0]]).toEqual(['4.2', '5.1'])
  })

  test('calls those deprecated that are next to go', () => {
    const deprecated = (version: string) =>
      machineTypes(version).flatMap(it => (it.deprecated && it.name.startsWith('pc-i440fx') ? [it.name] : []))
    expect(deprecated('9.0.0').toSorted()).toEqual(['2.0', '2.1', '2.2', '2.3'].map(it => `pc-i440fx-${it}`))
    expect(deprecated('9.1.0')).toContain('pc-i440fx-6.1')
    expect(deprecated('9.1.0')).not.toContain('pc-i440fx-6.2')
  })

  test('gives newer ones of q35 more vCPUs', () => {
    const most = (name: string) => machineTypes('9.0.0').find(it => it.name === name)?.['cpu-max']
    expect(['pc-q35-8.0', 'pc-q35-8.1', 'pc-q35-9.0', 'pc-i440fx-9.0'].map(most)).toEqual([288, 1024, 4096, 255])
  })
})
