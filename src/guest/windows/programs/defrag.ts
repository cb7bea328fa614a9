import type { Program } from '../../programs/program.js'
import { isSameName } from '../names.js'
import { labelOf } from '../volumes.js'
import { lines, notSimulated, readOptions } from './options.js'

const ABOUT = ['Microsoft Drive Optimizer', 'Copyright (c) Microsoft Corp.', '']

/** Exits with an HRESULT of its own; the agent goes by the text. */
const FAILED = 0x8900_0000

export const defrag: Program = ({ argv, guest }) => {
  const options = readOptions(argv.slice(1))
  const path = options.find(word => !word.startsWith('/'))
  if (!options.includes('/l') || path === undefined) return notSimulated('only defrag /L VOLUME is simulated')
  const bare = (text: string) => text.replace(/\\+$/, '')
  const volume = guest.windows?.volumes.find(it => isSameName(bare(labelOf(it)), bare(path)))
  if (volume === undefined) {
    const error = 'The volume path name is invalid, or the volume does not exist. (0x89000001)'
    return { exitCode: FAILED + 1, stdout: lines(...ABOUT, error) }
  }
  const { label, trimError, trimTakes: duration } = volume
  const title = `${label === '' ? '' : `${label} `}(${bare(labelOf(volume))})`
  const start = [...ABOUT, `Invoking retrim on ${title}...`, '']
  if (trimError !== undefined) return { exitCode: FAILED, duration, stdout: lines(...start, trimError) }
  guest.windows?.trimmed(volume)
  return { duration, stdout: lines(...start, 'The operation completed successfully.') }
}
