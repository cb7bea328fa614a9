import { parseMode } from './mode-change.js'
import { quoted, quotedIfNeeded } from './quote.js'
import { tool } from './tool.js'

/** coreutils' mknod(1), for fifos: a guest has no device that isn't in its scenario. */
export const mknod = tool(tool => {
  const options = tool.options(['m,mode='], { others: ['Z', 'context?'] })
  const text = options.value('m')
  const change = text === undefined ? undefined : parseMode(text)
  if (text !== undefined && change === undefined) throw tool.fail('invalid mode')
  const [name, type, ...numbers] = options.operands
  if (name === undefined) throw tool.usage('missing operand')
  if (type === undefined) throw tool.usage(`missing operand after ${quoted(name)}`)
  const isFifo = type.startsWith('p')
  const [wanted, last] = isFifo ? [0, ''] : [2, numbers.at(-1) ?? type]
  if (numbers.length < wanted) {
    tool.warn(`missing operand after ${quoted(last)}`)
    if (numbers.length === 0) tool.stderr.add('Special files require major and minor device numbers.\n')
    throw tool.usage(undefined)
  }
  const extra = numbers[wanted]
  if (extra !== undefined) {
    tool.warn(`extra operand ${quoted(extra)}`)
    if (isFifo && numbers.length === 2) tool.stderr.add('Fifos do not have major and minor device numbers.\n')
    throw tool.usage(undefined)
  }
  if (!/^[bcpu]/.test(type)) throw tool.usage(`invalid device type ${quoted(type)}`)
  if (!isFifo) throw tool.fail(`mockvm doesn't do devices of type ${type.charAt(0)} yet`)
  const make = () => {
    tool.files.mkfifo(tool.path(name), 0o666, tool.cred)
    if (change !== undefined) tool.files.chmod(tool.path(name), change(0o666, false), tool.cred)
  }
  tool.attempt(make, text => `${quotedIfNeeded(name)}: ${text}`)
})
