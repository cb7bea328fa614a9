import { Answers } from './answers.js'
import { type CopySettings, copy } from './copy.js'
import { preserved } from './cp-preserve.js'
import type { GivenOptions } from './options.js'
import { TARGET_OPTIONS, targets } from './targets.js'
import { tool } from './tool.js'

const OPTIONS = [
  'a,archive',
  'd',
  'f,force',
  'H',
  'i,interactive',
  'L,dereference',
  'n,no-clobber',
  'no-preserve=',
  'p',
  'P,no-dereference',
  'preserve?',
  'r,R,recursive',
  'v,verbose',
  ...TARGET_OPTIONS,
]

/** What the real one knows besides. */
const OTHERS = [
  'attributes-only',
  'backup?',
  'b',
  'copy-contents',
  'l,link',
  'parents',
  'reflink?',
  'remove-destination',
  'sparse=',
  'strip-trailing-slashes',
  's,symbolic-link',
  'S,suffix=',
  'u,update',
  'x,one-file-system',
  'Z',
  'context?',
]

export const cp = tool(tool => {
  const options = tool.options(OPTIONS, { others: OTHERS })
  const settings: CopySettings = {
    recursive: options.has('r') || options.has('a'),
    preserve: preserved(tool, options),
    follow: followed(options),
    force: options.has('f'),
    noClobber: options.last('i', 'n') === 'n',
    ...(options.last('i', 'n') === 'i' && { answers: new Answers(tool) }),
    verbose: options.has('v'),
  }
  for (const pair of targets(tool, options)) copy(tool, pair, settings)
})

/** Links are followed unless something says otherwise, as -r does for want of better. */
function followed(options: GivenOptions): CopySettings['follow'] {
  const which = options.last('H', 'L', 'P', 'd', 'a')
  if (which === 'H') return 'operands'
  if (which === 'L') return 'always'
  return which === undefined && !options.has('r') ? 'always' : 'never'
}
