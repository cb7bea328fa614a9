import { Command } from 'commander'
import { listScenarios } from '../scenario/list.js'
import { table } from '../table.js'
import { OK } from './exit-status.js'
import type { Subcommand } from './program.js'

/** `mockvm list`: the scenarios that come with the package. */
export const listCommand: Subcommand = ({ stdout }, done) =>
  new Command('list')
    .description('list the scenarios that come with mockvm')
    .addHelpText('after', '\nExample:\n  mockvm list')
    .action(() => {
      stdout.write(table(listScenarios().map(({ name, description }) => [name, description])))
      done(OK)
    })
