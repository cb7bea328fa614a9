import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LOAD_UNIT, LoadAverage } from '../../src/guest/load-average.js'

const SECOND = 1_000_000_000n

/** A load whose time is moved by hand. */
function loadAt(start: readonly [number, number, number] = [0, 0, 0]) {
  const time = { now: 0n }
  return { time, load: new LoadAverage(start, () => time.now) }
}

test('what runs between two samples was never there', () => {
  const { time, load } = loadAt()
  load.setRunning(5)
  time.now = 5n * SECOND
  load.setRunning(0)
  time.now = 60n * SECOND
  expect(load.get()).toEqual([0, 0, 0])
})

test('it makes no difference how often it is asked', () => {
  const step = fc.record({ seconds: fc.integer({ min: 0, max: 400 }), running: fc.integer({ min: 0, max: 4 }) })
  fc.assert(
    fc.property(fc.array(step), fc.integer({ min: 1, max: 50 }), (steps, pieces) => {
      const [once, often] = [loadAt([3, 2, 1]), loadAt([3, 2, 1])]
      for (const { seconds, running } of steps) {
        once.load.setRunning(running)
        often.load.setRunning(running)
        const end = once.time.now + BigInt(seconds) * SECOND
        for (let piece = 1; piece <= pieces; piece++) {
          often.time.now = once.time.now + (BigInt(seconds) * SECOND * BigInt(piece)) / BigInt(pieces)
          often.load.get()
        }
        once.time.now = end
        often.time.now = end
      }
      expect(often.load.get()).toEqual(once.load.get())
      expect(often.load.snapshot()).toEqual(once.load.snapshot())
    }),
  )
})

test('however long it takes, it comes to what runs', () => {
  const { time, load } = loadAt([7, 7, 7])
  load.setRunning(2)
  time.now = 365n * 86_400n * SECOND
  expect(load.get()).toEqual([2 * LOAD_UNIT, 2 * LOAD_UNIT, 2 * LOAD_UNIT])
})
