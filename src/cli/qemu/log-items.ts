/** What -d may name. All of them list the same here: what is accepted and not simulated. */
const ITEMS = [
  ...['out_asm', 'in_asm', 'op', 'op_opt', 'op_ind', 'int', 'exec', 'cpu', 'fpu', 'mmu', 'pcall', 'cpu_reset', 'unimp'],
  ...['guest_errors', 'page', 'nochain', 'complete', 'plugin', 'strace', 'tid'],
]

export const LOG_HELP = `Log items (comma separated):
${[...ITEMS, 'trace:PATTERN'].map(item => `${item}\n`).join('')}
All of them list what mockvm accepts and doesn't simulate.
`

export function areLogItems(text: string): boolean {
  return text.split(',').every(item => item === 'all' || item.startsWith('trace:') || ITEMS.includes(item))
}

/** A log for each thread, which takes a name for each. */
export function areLogItemsOfThreads(text: string): boolean {
  return text.split(',').some(item => item === 'all' || item === 'tid')
}
