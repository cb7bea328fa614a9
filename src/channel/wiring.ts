/** What differs between the ways in which bytes come to an agent. All else is the channel's. */

/**
 * Who holds the socket. `virtio-serial` and `isa-serial`: QEMU does, its chardev stands between the clients and the
 * guest's device. `unix-listen`: the agent itself does.
 */
export type Transport = 'virtio-serial' | 'isa-serial' | 'unix-listen'

export interface Wiring {
  /** QEMU holds the socket, and lets it to the guest's device, which the agent may have open or not. */
  readonly isQemus: boolean
  /** A reply that nobody is there for waits for the next client. */
  readonly keepsReplies: boolean
  /** Bytes that the device takes at a time. What is behind them stays in the client's socket, and goes with the client. */
  readonly fifo: number
  /** Bytes that are taken while the agent is busy. */
  readonly queue: number
}

/** Bytes that a client's socket takes while nobody reads it: net.core.wmem_default of Linux. */
export const SOCKET_BUFFER = 212_992

export const WIRING: Readonly<Record<Transport, Wiring>> = {
  // Linux puts 128 buffers of a page into the port's receive queue (drivers/char/virtio_console.c fill_queue,
  // hw/char/virtio-serial-bus.c virtio_add_queue), and its driver keeps what QEMU can't get rid of.
  'virtio-serial': { isQemus: true, keepsReplies: true, fifo: Number.POSITIVE_INFINITY, queue: 128 * 4096 },
  // A 16550A has a FIFO of 16 bytes, and sends whether or not anybody listens.
  'isa-serial': { isQemus: true, keepsReplies: false, fifo: 16, queue: SOCKET_BUFFER },
  'unix-listen': { isQemus: false, keepsReplies: false, fifo: Number.POSITIVE_INFINITY, queue: 0 },
}
