/** Tests of find(1) that look at whose a file is. */
import { quoted } from '../../quote.js'
import { plain } from './expression.js'
import type { Predicate } from './reading.js'

export const ownerTests: Readonly<Record<string, Predicate>> = {
  *'-user'(reading, word) {
    const { console } = reading
    const text = yield* reading.argument(word)
    const account = console.task.guest.users.accounts().find(({ name }) => name === text)
    if (account !== undefined) return plain(({ stat }) => stat.uid === account.uid)
    if (!/^\d+$/.test(text)) yield* console.fail(`${quoted(text)} is not the name of a known user`)
    const compare = yield* reading.comparison(word, text)
    return plain(({ stat }) => compare(stat.uid))
  },
  *'-group'(reading, word) {
    const { console } = reading
    const text = yield* reading.argument(word)
    const group = console.task.guest.users.groups().find(({ name }) => name === text)
    if (group !== undefined) return plain(({ stat }) => stat.gid === group.gid)
    if (!/^\d+$/.test(text)) yield* console.fail(`${quoted(text)} is not the name of an existing group`)
    const compare = yield* reading.comparison(word, text)
    return plain(({ stat }) => compare(stat.gid))
  },
  *'-uid'(reading, word) {
    const compare = yield* reading.number(word)
    return plain(({ stat }) => compare(stat.uid))
  },
  *'-gid'(reading, word) {
    const compare = yield* reading.number(word)
    return plain(({ stat }) => compare(stat.gid))
  },
  *'-nouser'({ console }) {
    const { users } = console.task.guest
    return plain(({ stat }) => !users.accounts().some(({ uid }) => uid === stat.uid))
  },
  *'-nogroup'({ console }) {
    const { users } = console.task.guest
    return plain(({ stat }) => !users.groups().some(({ gid }) => gid === stat.gid))
  },
}
