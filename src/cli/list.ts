import { Command } from 'commander'
import { demoNames } from '../demo/demos.js'
import { listScenarios } from '../scenario/list.js'
import { table } from '../table.js'
import { OK } from './exit-status.js'
import type { Subcommand } from './program.js'

/** `mockvm list`: the scenarios that come with the package, guests that work apart from guests that fail. */
export const listCommand: Subcommand = ({ stdout }, done) =>
  new Command('list')
    .description('list the scenarios that come with mockvm')
    .addHelpText('after', '\nExample:\n  mockvm list')
    .action(() => {
      const failures = new Set(demoNames())
      const all = listScenarios()
      const guests = all.filter(({ name }) => !failures.has(name))
      const failing = all.filter(({ name }) => failures.has(name))
      // One table, so that the columns of both stand below each other.
      const rows = [
        ...guests.map(({ name, description, agentVersion }) => [
          `  ${name}`,
          `${description} (qemu-ga ${agentVersion})`,
        ]),
        ...failing.map(({ name, description }) => [`  ${name}`, description]),
      ]
      const lines = table(rows).split('\n').slice(0, -1)
      stdout.write(`Guests:\n${lines.slice(0, guests.length).join('\n')}\n\n`)
      stdout.write(`Failures, each with a demo (mockvm demo NAME):\n${lines.slice(guests.length).join('\n')}\n`)
      done(OK)
    })
