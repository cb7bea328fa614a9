import { Command } from 'commander'
import { demoNames, loadDemo } from '../demo/demos.js'
import type { DemoKind } from '../demo/play.js'
import { timelineOf } from '../demo/timeline-of.js'
import { nearest } from '../scenario/did-you-mean.js'
import { table } from '../table.js'
import { OK, usageError } from './exit-status.js'
import type { Subcommand } from './program.js'
import { hasColour, type Terminal } from './terminal.js'

/** `mockvm demo [name]`: shows what a failure does to a client, and to one that knows of it. */
export const demoCommand: Subcommand = (terminal, done) =>
  new Command('demo')
    .description('show what a failure does to a naive client and to a correct one')
    .argument('[name]', 'a failure; without it they are listed')
    .addHelpText('after', '\nExample:\n  mockvm demo stale-reply')
    .action(async (name: string | undefined) => {
      if (name === undefined) await list(terminal)
      else await show(name, terminal)
      done(OK)
    })

async function list({ stdout }: Terminal): Promise<void> {
  const names = demoNames()
  const demos = await Promise.all(names.map(loadDemo))
  stdout.write(table(names.map((name, index) => [name, demos[index]?.title ?? ''])))
  stdout.write('\nmockvm demo NAME shows one of them; mockvm serve NAME plays it for a client of yours.\n')
}

async function show(name: string, terminal: Terminal): Promise<void> {
  const names = demoNames()
  if (!names.includes(name)) {
    const meant = nearest(name, names)
    const hint = meant === undefined ? 'mockvm demo lists them.' : `Did you mean "${meant}"?`
    throw usageError(`demo: expected the name of a demo, got "${name}". ${hint}`)
  }
  const { title, moral } = await loadDemo(name)
  const write = (text: string) => terminal.stdout.write(text)
  write(`${title}\n`)
  for (const kind of ['naive', 'correct'] as const) {
    write(`\n${HEADLINES[kind]}\n\n`)
    for (const line of await timelineOf(name, kind, hasColour(terminal))) write(`${line}\n`)
  }
  write(`\n${moral}\n`)
}

const HEADLINES: Readonly<Record<DemoKind, string>> = {
  naive: 'A naive client',
  correct: 'A client that does it right',
}
