/** How ip(8) shows an interface. */
import type { IpSettings } from './ip-settings.js'
import type { JsonMap } from './iproute-json.js'
import { type Link, linkFlags, operState } from './link.js'

const BROADCAST_MAC = 'ff:ff:ff:ff:ff:ff'

/** `mode`: as `ip link` shows it, which tells one thing more; `isOne`: it was asked for by name. */
export function linkText(settings: IpSettings, link: Link, mode: boolean, isOne = false): string {
  const { index, name, mtu, queueLength, qdisc } = link
  const head = `${index}: ${settings.paint('name', `${name}: `)}<${linkFlags(link).join(',')}> mtu ${mtu}`
  const state = `state ${stateText(settings, link, 0)}`
  // What IPv6 tells of an interface is less.
  if (settings.family === 'inet6' && !mode && !isOne) return `${head} ${state}qlen ${queueLength}`
  const line = `${head} qdisc ${qdisc} ${state}${mode ? 'mode DEFAULT ' : ''}group default qlen ${queueLength}`
  return settings.family !== undefined && !mode ? line : line + settings.lineEnd + hardwareText(settings, link)
}

function hardwareText(settings: IpSettings, { kind, mac }: Link): string {
  if (kind === 'none') return '    link/none '
  const broadcast = kind === 'ether' ? BROADCAST_MAC : mac
  return `    link/${kind} ${settings.paint('mac', mac)} brd ${settings.paint('mac', broadcast)}`
}

/** The name and the state, as -br has them. */
export function briefText(settings: IpSettings, link: Link): string {
  return `${settings.paint('name', `${link.name.padEnd(16)} `)}${stateText(settings, link, 14)}`
}

/** With a blank behind it, which is painted too. */
function stateText(settings: IpSettings, link: Link, width: number): string {
  const state = operState(link)
  const text = `${state.padEnd(width)} `
  return state === 'UNKNOWN' ? text : settings.paint(state === 'UP' ? 'up' : 'down', text)
}

export function linkJson(settings: IpSettings, link: Link, mode: boolean, isOne = false): JsonMap {
  const { index, name, mtu, qdisc, queueLength, kind, mac } = link
  const isShort = settings.family === 'inet6' && !mode && !isOne
  const hardware = kind === 'none' ? {} : { address: mac, broadcast: kind === 'ether' ? BROADCAST_MAC : mac }
  return {
    ifindex: index,
    ifname: name,
    flags: linkFlags(link),
    mtu,
    ...(!isShort && { qdisc }),
    operstate: operState(link),
    ...(mode && { linkmode: 'DEFAULT' }),
    ...(!isShort && { group: 'default' }),
    txqlen: queueLength,
    ...((settings.family === undefined || mode) && { link_type: kind, ...hardware }),
  }
}

/** What -s adds, without the last line's end. */
export function countersText(settings: IpSettings, { statistics: s }: Link): string {
  const received = [s.rxBytes, s.rxPackets, s.rxErrs, s.rxDropped, 0, 0]
  const sent = [s.txBytes, s.txPackets, s.txErrs, s.txDropped, 0, 0]
  const widths = [received, sent].map(values => columnWidths(values))
  const width = (at: number) => Math.max(...widths.map(of => of[at] ?? 0))
  const row = (cells: readonly (bigint | number | string)[]) =>
    cells.map((cell, at) => String(cell).padStart(width(at))).join(' ')
  return [
    `    RX:${row(['bytes', 'packets', 'errors', 'dropped', 'missed', 'mcast']).slice(3)}           `,
    `    ${row(received)} `,
    ...(settings.statistics > 1 ? errors(['length', 'crc', 'frame', 'fifo', 'overrun'], 'RX errors:', width) : []),
    `    TX:${row(['bytes', 'packets', 'errors', 'dropped', 'carrier', 'collsns']).slice(3)}           `,
    `    ${row(sent)} `,
    ...(settings.statistics > 1
      ? errors(['aborted', 'fifo', 'window', 'heartbt', 'transns'], 'TX errors:', width)
      : []),
  ].join(settings.lineEnd)
}

/** Nothing of the kind is counted. */
function errors(names: readonly string[], title: string, width: (at: number) => number): string[] {
  const cells = (values: readonly string[]) => values.map((value, at) => value.padStart(width(at + 1))).join(' ')
  const indent = ' '.repeat(4 + width(0) + 1)
  return [
    `    ${title}${`${indent}${cells(names)}`.slice(4 + title.length)}`,
    `${indent}${cells(names.map(() => '0'))} `,
  ]
}

function columnWidths(values: readonly (bigint | number)[]): number[] {
  const least = [10, 7, 6, 7, 7, 7]
  return values.map((value, at) => Math.max(String(value).length, least[at] ?? 0))
}

export function countersJson({ statistics: s }: Link): JsonMap {
  const received = { bytes: s.rxBytes, packets: s.rxPackets, errors: s.rxErrs, dropped: s.rxDropped }
  const sent = { bytes: s.txBytes, packets: s.txPackets, errors: s.txErrs, dropped: s.txDropped }
  return {
    rx: { ...received, over_errors: 0, multicast: 0 },
    tx: { ...sent, carrier_errors: 0, collisions: 0 },
  }
}
