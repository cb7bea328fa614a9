/** What a fault does to the VM besides meddling with bytes. Those of a list are done one after the other. */
export type Deed =
  /** The process: `deaf` runs and reads nothing, `listen` ends that. `crash` loses what its files' buffers hold. */
  | { readonly agent: 'start' | 'stop' | 'restart' | 'crash' | 'deaf' | 'listen' }
  | { readonly port: 'open' | 'closed' | 'unplugged' | 'firmware' }
  /** The host's side closes the connection of the client that is served. */
  | { readonly client: 'disconnect' | 'reset' }
  /** The rest is done so many nanoseconds later. */
  | { readonly wait: bigint }
