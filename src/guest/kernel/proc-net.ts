import type { Guest } from '../guest.js'

const HEADER = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`

/** /proc/net/dev */
export function netDev({ interfaces }: Guest): string {
  const rows = interfaces.list().map(({ name, statistics: s }) => {
    const received = [s.rxBytes, s.rxPackets, s.rxErrs, s.rxDropped, 0, 0, 0, 0]
    const sent = [s.txBytes, s.txPackets, s.txErrs, s.txDropped, 0, 0, 0, 0]
    const columns = (values: readonly (bigint | number)[], widths: readonly number[]) =>
      values.map((value, index) => String(value).padStart(widths[index] ?? 0)).join(' ')
    return `${name.padStart(6)}: ${columns(received, [7, 7, 4, 4, 4, 5, 10, 9])} ${columns(sent, [8, 7, 4, 4, 4, 5, 7, 10])}\n`
  })
  return HEADER + rows.join('')
}
