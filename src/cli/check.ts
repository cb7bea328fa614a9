import { Command } from 'commander'
import { formatIssue, ScenarioError } from '../scenario/error.js'
import { loadScenario } from '../scenario/load.js'
import { vocabulary } from '../vm.js'
import { FAILURE, OK } from './exit-status.js'
import type { Subcommand } from './program.js'

/** `mockvm check FILE…`: reads scenarios as `serve` would and tells all that is wrong with them, and what may be. */
export const checkCommand: Subcommand = ({ stdout, stderr }, done) =>
  new Command('check')
    .description('check scenario files')
    .argument('<file...>', 'scenario files, or names of those that come with mockvm')
    .addHelpText(
      'after',
      '\nExit status: 0 all are fine, but for warnings; 1 something is wrong.\n\nExample:\n  mockvm check demo.yaml',
    )
    .action((files: string[]) => {
      let status = OK
      for (const file of files) {
        try {
          const { warnings } = loadScenario(file, { vocabulary })
          for (const warning of warnings) stderr.write(`${formatIssue(warning, 'warning: ')}\n`)
          stdout.write(files.length === 1 ? 'ok\n' : `${file}  ok\n`)
        } catch (error) {
          if (!(error instanceof ScenarioError)) throw error
          stderr.write(`${error.message}\n`)
          status = FAILURE
        }
      }
      done(status)
    })
