import { expect, test } from 'vitest'
import { ended, fails, prints, programGuest } from './guest.js'

test('uuidgen makes them up from the seed, or from a name', () => {
  const ids = () => ended(programGuest(), 'uuidgen').stdout
  expect(ids()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n$/)
  expect(ids()).toBe(ids())
  // RFC 9562, appendix A.4.
  expect(ended(programGuest(), 'uuidgen --sha1 --namespace @dns --name www.example.com')).toEqual(
    prints('2ed6657d-e927-568b-95e1-2665a8aea6a2\n'),
  )
  // RFC 9562, appendix A.2.
  expect(ended(programGuest(), 'uuidgen -m -n @dns -N www.example.com')).toEqual(
    prints('5df41881-3aed-3515-88a7-2f4a814cf09e\n'),
  )
  expect(ended(programGuest(), 'uuidgen -t')).toEqual(fails("uuidgen: mockvm doesn't do -t yet\n"))
})
