/** The tables, in Markdown: the same on the terminal and in docs/performance.md. */

const number = value => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2))

export function speedTable(rows) {
  return table(
    ['request', 'beside', 'mockvm', 'the other', 'faster by: median', 'min – max', 'target', ''],
    rows.map(({ what, beside, a, b, unit, ratio, target }) => [
      what,
      beside,
      `${number(a)} ${unit}`,
      `${number(b)} ${unit}`,
      `× ${number(ratio.median)}`,
      `${number(ratio.min)} – ${number(ratio.max)}`,
      `≥ ${target}`,
      ratio.median >= target ? 'met' : 'missed',
    ]),
  )
}

export function costTable(rows) {
  return table(
    ['what', 'median', 'min – max', 'target', ''],
    rows.map(({ what, unit, min, median, max, target }) => [
      what,
      `${number(median)} ${unit}`,
      `${number(min)} – ${number(max)}`,
      target === undefined ? '' : `≤ ${target} ${unit}`,
      target === undefined ? '' : median <= target ? 'met' : 'missed',
    ]),
  )
}

function table(head, rows) {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map(row => row[column].length)))
  const line = cells => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

export function page({ speed, cost, cores, node, qemuGa }) {
  return `# Performance

<!-- Written by \`npm run bench\`. -->

How fast mockvm answers, beside two others that answer the same requests on the same machine in the same minutes: a
real qemu-ga${qemuGa === undefined ? ' (none was installed for this run)' : ` ${qemuGa}`}, and the least that a mock
can be, a socket with \`JSON.parse\` and \`JSON.stringify\`. Only the ratios say something; the times are those of one
machine (${cores} cores, Node ${node}).

${speed}

${cost}

## How it is measured

- Each server is a process of its own on a unix socket: \`mockvm serve --quiet\` as agent 7.2.22, which makes no
  events that nobody looks at;
  the bare server (\`bench/bare-server.mjs\`); qemu-ga with \`-m unix-listen\`. The client is one and the same for all, a
  socket that counts line feeds (\`bench/client.mjs\`).
- Every ping is the same line, which mockvm recognises after the first one. Requests that differ are parsed anew.
- Client and server share one core (\`taskset -c 0\`, where there is one): on two, waking up the other core takes longer
  than answering, and the scheduler's mood decides.
- The arms take turns, A B A B …, after a warm-up of both. Every round gives a ratio; the table has the median, the
  smallest and the largest of them.
- _32 in flight_: as many requests are on their way at any time; a reply makes room for the next one.
- The file that is read was written before, on both sides: by guest-file-write in mockvm's guest, in a temporary
  directory for qemu-ga. A file that a scenario describes as \`fill: random\` is drawn anew at every read, which takes
  several times as long.
- _Start-up_ is \`createVm()\`, \`listen()\`, a connection and the first reply, in one process that has done it before.
- _The first program that needs a shell_ is \`sh -c 'echo hello'\` in a process of its own, which loads just-bash for it; the
  later ones are the same again, less what \`/bin/echo hello\` takes.
- _Memory_ is the resident set of a process after a garbage collection, each guest listening and pinged once.

Run it yourself: \`npm run bench\`. It needs no qemu-ga; without one its rows are left out.
`
}
