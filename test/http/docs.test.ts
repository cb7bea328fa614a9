/** The tables of docs/http.md are what there is. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { machineActions } from '../../src/http/kubevirt/api/machine-actions.js'
import { resources } from '../../src/http/kubevirt/api/resource.js'
import { subresources } from '../../src/http/kubevirt/subresources/subresources.js'
import { calls } from '../../src/http/proxmox/calls.js'

const page = readFileSync(new URL('../../docs/http.md', import.meta.url), 'utf8')

/** The rows of the table below a mark, without head: the cells, blanks aside. */
function table(mark: string): string[][] {
  const [, below = ''] = page.split(`<!-- ${mark} -->\n\n`)
  const [lines = ''] = below.split('\n\n')
  const rows = lines.trimEnd().split('\n').slice(2)
  return rows.map(row =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map(cell => cell.trim()),
  )
}

test('every call of Proxmox VE is there, in the words of its declaration', () => {
  expect(table('calls of Proxmox VE')).toEqual(
    calls.map(({ method, path, doc }) => [method, `\`${path}\``, doc.replaceAll('|', '\\|')]),
  )
})

describe('of KubeVirt', () => {
  test.each(subresources.map(({ name, verb }) => [verb.toUpperCase(), name]))('%s …/%s is there', (method, name) => {
    const rows = table('paths of KubeVirt').filter(([, path = '']) => path.endsWith(`/${name}\``))
    expect(rows.map(([cell]) => cell)).toEqual([method])
  })

  test.each(machineActions)('a VirtualMachine is PUT to %s', action => {
    const rows = table('paths of KubeVirt').filter(([, path = '']) => path.includes('virtualmachines/{name}/'))
    expect(rows).toHaveLength(1)
    expect(rows[0]?.[1]).toMatch(new RegExp(`[\`/]${action}\``))
  })

  test.each(resources.map(({ resource }) => [resource]))('%s are there', resource => {
    expect(table('paths of KubeVirt').flatMap(([, path = '']) => path.match(/[a-z]+(?=`)/g) ?? [])).toContain(resource)
  })
})
