/** The tables of docs/http.md are what there is, and its links lead somewhere. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { machineActions } from '../../src/http/kubevirt/api/machine-actions.js'
import { resources } from '../../src/http/kubevirt/api/resource.js'
import { subresources } from '../../src/http/kubevirt/subresources/subresources.js'
import { MOST_STATUSES, PING_TIMEOUT, STATUS_TIMEOUT, timeoutOf } from '../../src/http/proxmox/agent/timeouts.js'
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

test('every link to a heading leads to one', () => {
  const headings = [...page.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading.toLowerCase().replaceAll("'", '').replaceAll(' ', '-'),
  )
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor)
  expect(links).not.toEqual([])
  expect(links.filter(link => !headings.includes(link))).toEqual([])
})

test.each([
  ['guest-ping in front of a call', seconds(PING_TIMEOUT)],
  ['most commands of the agent', seconds(timeoutOf('guest-get-osinfo'))],
  ['fsfreeze-thaw', seconds(timeoutOf('guest-fsfreeze-thaw'))],
  ['fstrim, shutdown', seconds(timeoutOf('guest-fstrim'))],
  ['fstrim, shutdown', seconds(timeoutOf('guest-shutdown'))],
  ['fsfreeze-freeze', seconds(timeoutOf('guest-fsfreeze-freeze'))],
  ['fsfreeze-freeze', seconds(STATUS_TIMEOUT)],
  ['fsfreeze-freeze', `${(timeoutOf('guest-fsfreeze-freeze') + MOST_STATUSES * STATUS_TIMEOUT) / 60_000} min`],
])('the time-out of %s is %s', (what, time) => {
  const row = table('time-outs of Proxmox VE').find(([cell]) => cell === what)
  expect(row?.[1]?.match(/\d+ (?:s|min)\b/g)).toContain(time)
})

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`
}
