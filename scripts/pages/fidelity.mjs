// The second half of docs/fidelity.md, what was compared with what, from the recordings of agents and of VMs, the command
// registry and the history of versions.
import { readFileSync } from 'node:fs'
import { fidelity } from '../../test/conformance/fidelity.ts'
import { readRecordings } from '../../test/conformance/recording.ts'
import { countVmRequests } from '../../test/conformance/vm-recordings.ts'

export const file = 'docs/fidelity.md'
const MARK = '## Command by command\n'

const [byHand] = readFileSync(file, 'utf8').split(MARK)
const recordings = readRecordings('test/conformance/vectors')
export const text = `${byHand}${MARK}\n${fidelity(recordings, countVmRequests())}`
