/** What happens in a channel, as data. */

/**
 * The guest's end of QEMU's chardev. `open`: the agent has the device open. `closed`: nobody has; what clients send
 * waits in their sockets. `unplugged`: the guest has no such device, which for clients is the same. `firmware`: the guest
 * is not that far yet; what is sent is lost, and a connection made now stays deaf, as people see it who connect while the
 * firmware runs.
 */
export type PortState = 'open' | 'closed' | 'unplugged' | 'firmware'

/**
 * A client is being served, or has left: they count from 1, and those who wait are not served yet. Bytes went to the agent
 * or came from it: latin1, one character a byte; `out` without a client: nobody was there to take them.
 */
export type ChannelEvent =
  | { readonly type: 'connect'; readonly client: number }
  /** `unread`: with something unread, which an agent that holds the socket does not outlive. */
  | { readonly type: 'disconnect'; readonly client: number; readonly unread?: true }
  | { readonly type: 'in'; readonly client: number; readonly data: string }
  | { readonly type: 'out'; readonly client?: number; readonly data: string }
  /** So many bytes that clients had sent never came to the agent. */
  | { readonly type: 'lost'; readonly bytes: number; readonly reason: string }
  | { readonly type: 'port'; readonly state: PortState }
