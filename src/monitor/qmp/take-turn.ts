import type { Qemu } from '../qemu.js'

/** One request is answered: that takes the time that the clock gives to one, and what the guest does of it comes after the reply. */
export function takeTurn<Reply>({ runState, guest }: Qemu, answer: () => Reply): Reply {
  return runState.answering(() => {
    guest.clock.request()
    return answer()
  })
}
