/** Rules of RBAC for users of a cluster with KubeVirt. Nothing but slips is refused: real Roles name more than is served. */
import type { z } from 'zod'
import { nearest } from './did-you-mean.js'
import { choice, didYouMean, list, map, matching, says, text } from './fields.js'

/** The last ones are of real Roles: nothing here asks for them. */
const VERBS = [
  ...(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*'] as const),
  ...(['use', 'impersonate', 'bind', 'escalate', 'approve', 'sign'] as const),
]

/** With what is done and read below them. */
export const SERVED_RESOURCES: Readonly<Record<string, readonly string[]>> = {
  namespaces: [],
  nodes: [],
  virtualmachineinstances: [
    'guestosinfo',
    'userlist',
    'filesystemlist',
    'freeze',
    'unfreeze',
    'pause',
    'unpause',
    'softreboot',
    'reset',
  ],
  virtualmachines: ['start', 'stop', 'restart'],
}

/** Good on command lines, but not in rules. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['vmi', 'virtualmachineinstances'],
  ['vmis', 'virtualmachineinstances'],
  ['vm', 'virtualmachines'],
  ['vms', 'virtualmachines'],
])

const RESOURCES = Object.keys(SERVED_RESOURCES)
const SUBRESOURCES = Object.values(SERVED_RESOURCES).flat()
const FORM = /^(?:\*|[a-z\d.-]+)(?:\/(?:\*|[a-z\d./-]+))?$/

/** The word itself, unless it can't match anything as it stands and is nearly what can. */
function meantBy(word: string): string {
  const [resource = '', ...rest] = word.toLowerCase().split('/')
  const whole = SHORT.get(resource) ?? nearlyOneOf(RESOURCES, resource) ?? resource
  if (rest.length === 0) return SUBRESOURCES.includes(resource) ? `*/${resource}` : whole
  const part = nearlyOneOf(SUBRESOURCES, rest.join('/')) ?? rest.join('/')
  const owner = RESOURCES.find(it => SERVED_RESOURCES[it]?.includes(part))
  return `${owner !== undefined && RESOURCES.includes(whole) ? owner : whole}/${part}`
}

/** Longer or shorter words are others: virtualmachineinstancemigrations. */
function nearlyOneOf(words: readonly string[], word: string): string | undefined {
  return nearest(
    word,
    words.filter(it => Math.abs(it.length - word.length) <= 2),
  )
}

const EXPECTED = 'a resource, in lower case and in the plural, such as virtualmachineinstances/guestosinfo'

const resource = text(EXPECTED).refine(word => FORM.test(word) && meantBy(word) === word, {
  error: ({ input }) => {
    const meant = meantBy(String(input))
    return says(EXPECTED, meant === input || !FORM.test(meant) ? '' : `Did you mean "${meant}"?`)
  },
})

const group = matching(/^(?:\*|[a-z\d.-]*)$/, 'an API group such as subresources.kubevirt.io, without a version')

const namesOf = (item: z.ZodType<string>, example: string) => list(item, `a list such as [${example}]`)

export const rule = map(
  {
    verbs: namesOf(
      choice(VERBS, got => didYouMean(got, VERBS)),
      'get, list',
    ).describe('get, list, watch, update, …; "*" for all.'),
    apiGroups: namesOf(group, 'subresources.kubevirt.io')
      .optional()
      .describe('Of the resources: "" is the core; "*" for all, as without it.'),
    resources: namesOf(resource, 'virtualmachineinstances').describe(
      'virtualmachineinstances, virtualmachineinstances/guestosinfo, …; "*" for all.',
    ),
    resourceNames: namesOf(text(), 'web').optional().describe('Those objects alone.'),
    namespaces: namesOf(text(), 'default')
      .optional()
      .describe('There alone; in all of them, and across them, without it.'),
  },
  'a map with verbs, apiGroups, resources, resourceNames, namespaces',
)
