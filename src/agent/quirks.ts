/**
 * What the real agent and QEMU do that only ever hurts who uses them: off, unless a scenario asks for it to be shown.
 * docs/fidelity.md tells of each.
 */
export const QUIRKS = {
  endsWhenLeftUnread:
    'With unix-listen an agent of 5.2 or later ends when a client leaves with a reply unread in its socket.',
  seesClientsLate: 'With virtio-serial the agent sees up to 0.1 s late that a client has come.',
  hangsUpOnEnd: 'QEMU drops a client that ends its sending together with its requests, before they are answered.',
} as const

export type Quirk = keyof typeof QUIRKS

/** Those that are shown. */
export type Quirks = Readonly<Partial<Record<Quirk, boolean | undefined>>>
