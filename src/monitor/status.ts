/** The run states of QEMU, as query-status tells them. */

/** Those that come about here. `exited` is none of QEMU's: its process has ended, and answers nothing. */
export type Status =
  | 'prelaunch'
  | 'inmigrate'
  | 'running'
  | 'paused'
  | 'suspended'
  | 'shutdown'
  | 'finish-migrate'
  | 'postmigrate'
  | 'guest-panicked'
  | 'exited'
