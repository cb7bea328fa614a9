import { crypt } from '../programs/crypt.js'
import { readAll } from '../programs/reading.js'
import { tool } from '../programs/tool.js'

/** sysexits(3) */
const EX_USAGE = 64
const EX_DATAERR = 65
const EX_NOUSER = 67
const EX_NOPERM = 77

/** Of FreeBSD's pw(8) what sets passwords: `pw usermod -n NAME -h 0`, with -H for one that is a hash already. */
export const pw = tool(
  tool => {
    const [command, ...rest] = tool.args
    if (command !== 'usermod') throw tool.fail('only usermod is simulated', EX_USAGE)
    const options = tool.options(['n=', 'h=', 'H='], { terse: true, usageCode: EX_USAGE }, rest)
    const name = options.value('n') ?? options.operands[0]
    if (tool.cred.uid !== 0) throw tool.fail('you must be root to run this program', EX_NOPERM)
    if (name === undefined) throw tool.fail('user name or id required', EX_DATAERR)
    if (tool.guest.users.byName(name) === undefined) throw tool.fail(`no such user \`${name}'`, EX_NOUSER)
    const [source] = ['h', 'H'].flatMap(option => options.value(option) ?? [])
    // Nothing to change is no error; "-" takes the password away.
    if (source === undefined) return
    if (source === '-') {
      tool.guest.users.setPassword(name, '*')
      return
    }
    if (source !== '0') throw tool.fail("'-h' expects '-' or the file descriptor 0", EX_USAGE)
    const [line = ''] = readAll(tool, '-').toString('utf8').split('\n', 1)
    tool.guest.users.setPassword(name, options.has('H') ? line : crypt(tool.guest, line))
  },
  { shortName: true },
)
