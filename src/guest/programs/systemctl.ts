import { callLogind, isLogindCall } from './call-logind.js'
import { type Tool, tool } from './tool.js'

/** LSB's status codes: the unit is there and isn't active; there is no such unit. */
const INACTIVE = 3
const UNKNOWN = 4

/** The units that systemd brings for sleeping, by what they do. */
const SLEEP_UNITS: Readonly<Record<string, string>> = {
  'systemd-suspend.service': 'System Suspend',
  'systemd-hibernate.service': 'System Hibernate',
  'systemd-hybrid-sleep.service': 'System Hybrid Suspend+Hibernate',
}

/** systemd's systemctl(1), as much of it as the agent needs: what suspends and stops the guest, and whether it could. */
export const systemctl = tool(tool => {
  const [verb = '', ...operands] = tool.options(['no-pager', 'l,full', 'no-wall', 'q,quiet']).operands
  if (verb === 'status' && operands.length > 0) {
    for (const name of operands) status(tool, name)
  } else if (isLogindCall(verb)) callLogind(tool, verb)
  else {
    const commandLine = tool.call.argv.join(' ')
    throw tool.fail(`nothing says what '${commandLine}' does; add it to the scenario's programs`)
  }
})

function status(tool: Tool, name: string): void {
  const unit = name.includes('.') ? name : `${name}.service`
  const what = SLEEP_UNITS[unit]
  if (what === undefined) {
    tool.stderr.add(`Unit ${unit} could not be found.\n`)
    tool.exitCode = UNKNOWN
    return
  }
  tool.print(
    `○ ${unit} - ${what}\n`,
    `     Loaded: loaded (/lib/systemd/system/${unit}; static)\n`,
    '     Active: inactive (dead)\n',
    `       Docs: man:${unit}(8)\n`,
  )
  tool.exitCode = INACTIVE
}
