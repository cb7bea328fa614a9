import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Tickets } from '../../../../src/http/proxmox/access/tickets.js'

const START = 1767225600

function at(seconds: number, key = 'key'): Tickets {
  return new Tickets(key, () => START + seconds)
}

describe('a ticket', () => {
  test('names its owner and its time, as one of PVE', () => {
    expect(at(0).ticket('root@pam')).toMatch(/^PVE:root@pam:6955B900::[A-Za-z\d+/]{342}==$/)
    expect(at(0).ticket('root@pam')).toBe(at(0).ticket('root@pam'))
    expect(at(0).ticket('root@pam')).not.toBe(at(1).ticket('root@pam'))
  })

  test.each<[number, string | undefined]>([
    [0, 'root@pam'],
    [7199, 'root@pam'],
    [7200, undefined],
    [-86400, 'root@pam'],
  ])('is good for two hours, and where a VM has been put back to before it: %i s', (seconds, owner) => {
    expect(at(seconds).userOf(at(0).ticket('root@pam'))).toBe(owner)
  })

  test('of another cluster, or for another user, is none', () => {
    const ticket = at(0).ticket('root@pam')
    expect(at(0, 'other').userOf(ticket)).toBeUndefined()
    expect(at(0).userOf(ticket.replace('root@pam', 'moot@pam'))).toBeUndefined()
    expect(at(0).userOf('PVE:root@pam:6955B900::made-up')).toBeUndefined()
  })
})

test.each([-315_619_200, -1, 0, 2 ** 32 - 7000, 2 ** 32, 4_417_632_000])(
  'there are tickets at every time of a host, as at %i s since 1970',
  seconds => {
    const tickets = (later: number) => new Tickets('key', () => (seconds + later) >>> 0)
    const ticket = tickets(0).ticket('a@pve')
    const token = tickets(0).csrfToken('a@pve')
    const good = [0, 7199, 7200].map(later => [
      tickets(later).userOf(ticket),
      tickets(later).isCsrfToken(token, 'a@pve'),
    ])
    expect(good).toEqual([
      ['a@pve', true],
      ['a@pve', true],
      [undefined, false],
    ])
  },
)

describe('a token against forged requests', () => {
  test('is good for its user, for two hours', () => {
    const token = at(0).csrfToken('root@pam')
    expect(token).toMatch(/^6955B900:[A-Za-z\d+/]{43}$/)
    expect(at(7199).isCsrfToken(token, 'root@pam')).toBe(true)
    expect(at(7200).isCsrfToken(token, 'root@pam')).toBe(false)
    expect(at(0).isCsrfToken(token, 'other@pam')).toBe(false)
  })
})

test('no text that is made up is good', () => {
  const tickets = at(0)
  fc.assert(
    fc.property(fc.string(), text => {
      expect(tickets.userOf(text)).toBeUndefined()
      expect(tickets.userOf(`PVE:root@pam:6955B900::${text}`)).toBeUndefined()
      expect(tickets.isCsrfToken(text, 'root@pam')).toBe(false)
    }),
  )
})
