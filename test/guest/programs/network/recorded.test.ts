import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { run } from '../guest.js'
import { commandLine, type RecordedCase } from '../recorded.js'
import { networkGuest } from './network-guest.js'

/**
 * What iproute2 6.1 of Debian 12 did in a network namespace of its own. Its card was a tap: queue and state of eth0 have
 * been made those of a virtio card.
 */
const VECTORS = new URL('./vectors/iproute2.json', import.meta.url)
const cases: readonly RecordedCase[] = JSON.parse(readFileSync(VECTORS, 'utf8'))

describe('ip does what it does on Debian 12', () => {
  test.for(cases.map(recorded => [recorded.commands.map(commandLine).join('; '), recorded] as const))(
    '%s',
    ([, { commands }]) => {
      const guest = networkGuest()
      for (const { argv, ...expected } of commands) {
        const { stdout, stderr, exitCode } = run(guest, argv)
        expect({ argv, stdout, stderr, exitCode }).toEqual({ argv, ...expected })
      }
    },
  )
})
