/** Quirks that the channel of a scenario can't show. */
import type { Quirk } from '../agent/quirks.js'
import type { Finding } from './explain.js'
import type { ScenarioInput } from './schema.js'

type Transport = NonNullable<NonNullable<ScenarioInput['agent']>['transport']>

const SHOWN_ON: Readonly<Record<Quirk, readonly Transport[]>> = {
  endsWhenLeftUnread: ['unix-listen'],
  seesClientsLate: ['virtio-serial'],
  hangsUpOnEnd: ['virtio-serial', 'isa-serial'],
}

export function checkQuirks({ agent = {} }: ScenarioInput): Finding[] {
  const { quirks = {}, transport = 'virtio-serial' } = agent
  return (Object.keys(SHOWN_ON) as Quirk[]).flatMap((name): Finding[] => {
    const transports = SHOWN_ON[name]
    if (!quirks[name] || transports.includes(transport)) return []
    const expected = `the transport ${transports.join(' or ')} for this quirk`
    return [{ path: ['agent', 'quirks', name], atKey: true, expected, got: transport }]
  })
}
