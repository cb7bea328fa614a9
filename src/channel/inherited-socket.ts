/** A listening socket that somebody else has made and this process has inherited. */
import { createServer } from 'node:net'
import type { Attachable, UnixListener } from './unix-socket.js'

/** Listens on that file descriptor. Its file, if it has one, is its maker's. Rejects where it is no listening socket. */
export function listenInherited(to: Attachable, fd: number): Promise<UnixListener> {
  return new Promise((done, fail) => {
    // What has been closed can't be inherited again: whoever connects meanwhile is let in, and out again.
    let isRefusing = false
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, socket => {
      if (isRefusing) socket.destroy()
      else to.attach(socket)
    })
    const setRefusing = (refuses: boolean) => () => {
      isRefusing = refuses
    }
    const stop = () => void server.close()
    const listener: UnixListener = {
      path: `fd=${fd}`,
      close: async () => stop(),
      refuse: setRefusing(true),
      accept: setRefusing(false),
      withdraw: setRefusing(true),
      leave: stop,
      unlinkNow: () => {},
    }
    server.once('error', error => fail(new Error(`fd=${fd}: expected a listening socket: ${error.message}`)))
    server.listen({ fd }, () => {
      server.on('error', () => {})
      done(listener)
    })
  })
}
