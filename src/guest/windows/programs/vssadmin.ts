import type { Guest } from '../../guest.js'
import type { Program } from '../../programs/program.js'
import { lines, notSimulated } from './options.js'

const ABOUT = [
  'vssadmin 1.1 - Volume Shadow Copy Service administrative command-line tool',
  '(C) Copyright 2001-2013 Microsoft Corp.',
  '',
]
const NOTHING_FOUND = 1

/** Those of a server without roles. Some have the same instance everywhere, the others get one when they start. */
const WRITERS = [
  ['Task Scheduler Writer', 'd61d61c8-d73a-4eee-8cdd-f6f9786b7124', '1bddd48e-5052-49db-9b07-b96f96727e6b'],
  ['VSS Metadata Store Writer', '75dfb225-e2e4-4d39-9ac9-ffaff65ddf06', '088e7a7d-09a8-4cc6-a609-ad90e75ddc93'],
  ['Performance Counters Writer', '0bada1de-01a9-4625-8278-69e735f39dd2', 'f0086dda-9efc-47c5-8eb6-a944c3d09381'],
  ['System Writer', 'e8132975-6f93-4464-a53e-1050253ae220'],
  ['ASR Writer', 'be000cbe-11fe-4426-9c58-531aa6355fc4'],
  ['Registry Writer', 'afbab4a2-367d-4d15-a586-71dbb18f8485'],
  ['COM+ REGDB Writer', '542da469-d3e1-473c-9f4f-7847f01fc64f'],
  ['Shadow Copy Optimization Writer', '4dc3bdd4-ab48-4d07-adb0-3bee2926fd7f'],
  ['WMI Writer', 'a6ad56c2-b509-4e6c-bb19-49d8f43532f0'],
] as const

/** `list writers` and `list shadows`; what the agent freezes never becomes a shadow copy that stays. */
export const vssadmin: Program = ({ argv, guest }) => {
  switch (argv.slice(1).join(' ').toLowerCase()) {
    case 'list writers':
      return { stdout: lines(...ABOUT, ...writers(guest)) }
    case 'list shadows':
      return { exitCode: NOTHING_FOUND, stdout: lines(...ABOUT, 'No items found that satisfy the query.', '') }
    default:
      return notSimulated('only vssadmin list writers and vssadmin list shadows are simulated')
  }
}

function writers(guest: Guest): readonly string[] {
  const isHeld = (guest.windows?.vss.held.length ?? 0) > 0
  return WRITERS.flatMap(([name, id, instance = instanceOf(guest, name)]) => [
    `Writer name: '${name}'`,
    `   Writer Id: {${id}}`,
    `   Writer Instance Id: {${instance}}`,
    `   State: ${isHeld ? '[5] Waiting for completion' : '[1] Stable'}`,
    '   Last error: No error',
    '',
  ])
}

function instanceOf(guest: Guest, name: string): string {
  const hex = Buffer.from(guest.randomBytes(`vss-writer/${name}`, 16)).toString('hex')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5')
}
