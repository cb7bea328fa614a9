import type { Program } from '../../programs/program.js'
import { isSameName } from '../names.js'
import { lines, notSimulated } from './options.js'
import { type Row, rowsOf } from './tasks.js'

const SIGKILL = 9
const NOT_FOUND = 128

export const taskkill: Program = ({ argv, guest, pid: own }) => {
  const wanted: string[] = []
  let isForced = false
  const rest = argv.slice(1)
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const option = word.toLowerCase()
    if (option === '/f') isForced = true
    else if (option === '/pid' || option === '/im') wanted.push(rest.shift() ?? '')
    else return notSimulated(`taskkill.exe ${word} is not simulated`)
  }
  if (wanted.length === 0) {
    const text = [
      'ERROR: Invalid syntax. Neither /FI nor /PID nor /IM were specified.',
      'Type "TASKKILL /?" for usage.',
    ]
    return { exitCode: 1, stderr: lines(...text) }
  }
  let [stdout, stderr, exitCode] = ['', '', 0]
  for (const name of wanted) {
    const isPid = /^\d+$/.test(name)
    const found = rowsOf(guest).filter(row => isIt(row, name, isPid) && row.process.pid !== own)
    if (found.length === 0) {
      stderr += lines(`ERROR: The process "${name}" not found.`)
      exitCode = NOT_FOUND
    }
    for (const { process, image } of found) {
      const title = `The process ${isPid ? '' : `"${image}" `}with PID ${process.pid}`
      if (isForced) {
        guest.processes.kill(process.pid, SIGKILL)
        stdout += lines(`SUCCESS: ${title} has been terminated.`)
        continue
      }
      // Who has no window hears nothing.
      const reason = 'Reason: This process can only be terminated forcefully (with /F option).'
      stderr += lines(`ERROR: ${title} could not be terminated.`, reason)
      exitCode = 1
    }
  }
  return { exitCode, stdout, stderr }
}

function isIt(row: Row, name: string, isPid: boolean): boolean {
  return isPid ? row.process.pid === Number(name) : isSameName(row.image, name)
}
