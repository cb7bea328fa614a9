/**
 * What the platforms around a VM know of it, and what their HTTP interfaces may be told: in a scenario file, and as the
 * options of mockvm/msw.
 */
import { z } from 'zod'
import { entries, flag, integer, list, map, matching, says, text } from './fields.js'
import { rule } from './kubevirt-rule.js'
import { NODE_NAME, RIGHTS_PATH, TOKEN_NAME, USER_ID } from './proxmox-ids.js'
import { PROXMOX_VERSION } from './proxmox-version.js'

type Entries = typeof entries

/** Options have no parent whose entries null could remove. */
const settled = ((key: z.ZodString, value: z.ZodType, what: string) =>
  z.record(key, value, { error: says(what) })) as unknown as Entries

export const VMID = 'a VMID from 100 to 999999999'
export const vmid = integer(100, 999_999_999, VMID)

const node = matching(NODE_NAME, 'the name of a node such as pve')
const dnsName = matching(/^[A-Za-z\d](?:[A-Za-z\d.-]*[A-Za-z\d])?$/, 'a DNS name such as web-1')
const proxmoxVersion = matching(
  /^(?:[89]|[1-9]\d+)\.\d+(?:[.-]\d+)*$/,
  'a version of Proxmox VE from 8.0 on, such as 8.4.1',
  inQuotes,
)
const userId = matching(USER_ID, 'a user with a realm such as root@pam')
const tokenId = matching(TOKEN_NAME, 'the name of a token such as ci: two characters at least, a letter first')
const aclPath = matching(RIGHTS_PATH, 'a path of rights such as /, /vms/100 or /nodes/pve')
const password = text().min(1, { error: says('a password: one character at least') })
const uuid = matching(/^[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}$/, 'a UUID')

/** YAML takes 9.1 for a number, and so does --set: the shell has taken away the quotes. */
function inQuotes(got: unknown): string {
  if (typeof got !== 'number') return ''
  const version = `"${Number.isInteger(got) ? got.toFixed(1) : got}"`
  return `In quotes: ${version}; on the command line '${version}'.`
}

const GRANT = 'a role such as PVEVMUser, or a list of privileges such as [VM.Audit]'
const grant = z.union([text(GRANT), list(text('a privilege such as VM.Audit'), GRANT)], { error: says(GRANT) })

function proxmoxUsers(entriesOf: Entries) {
  const rights = entriesOf(aclPath, grant, 'a map of paths such as /vms/100')
    .optional()
    .describe(
      'By the path on which they are given; they hold for all below it, too, that has none of its own: a role, or a ' +
        'list of privileges. None without it, and with the role NoAccess.',
    )
  const token = map(
    {
      secret: uuid.describe('What stands behind the = of PVEAPIToken=USER!NAME=SECRET.'),
      rights: rights.describe('Those of the user that it has; all of them without it (no privilege separation).'),
    },
    'a map with secret, rights',
  )
  const user = map(
    {
      password: password.optional().describe('For a ticket. Nobody gets one without it.'),
      rights,
      tokens: entriesOf(tokenId, token, 'a map of tokens').optional().describe('By their names: "ci" of root@pam!ci.'),
    },
    'a map with password, rights, tokens',
  )
  return entriesOf(userId, user, 'a map of users such as root@pam')
    .optional()
    .describe('Who may log in. Without it any credentials, or none, are accepted, and may do everything.')
}

const proxmoxMember = {
  node: node.optional().describe('On which node it runs; pve without it.'),
  name: dnsName.optional().describe('What the VM is called there; the name of the scenario without it.'),
  agent: flag().optional().describe('Whether `agent: 1` stands in its configuration; true without it.'),
}
const proxmoxCluster = (entriesOf: Entries) => ({
  version: proxmoxVersion
    .optional()
    .describe(`Of Proxmox VE: what /version tells, and which privileges calls want. ${PROXMOX_VERSION} without it.`),
  users: proxmoxUsers(entriesOf),
})

export const proxmox = map(
  {
    vmid: vmid.optional().describe('Its number; 100 without it.'),
    ...proxmoxMember,
    ...proxmoxCluster(entries),
  },
  'a map with vmid, node, name, agent, version, users',
).describe('What a Proxmox VE cluster knows of the VM, where its HTTP API is served (docs/http.md).')

/** RFC 1123, with dots. */
const LABEL = /^(?=.{1,253}$)[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/
export const label = matching(LABEL, 'a name in lower case such as web-1')
const LABEL_KEY = /^(?:[a-z\d](?:[a-z\d.-]*[a-z\d])?\/)?[A-Za-z\d](?:[\w.-]*[A-Za-z\d])?$/
const labelKey = matching(LABEL_KEY, 'the key of a label such as app or example.com/tier')
const labelValue = matching(
  /^(?:[A-Za-z\d](?:[\w.-]{0,61}[A-Za-z\d])?)?$/,
  'the value of a label: at most 63 letters, digits, dots, dashes and underscores',
)
const kubevirtVersion = matching(/^v\d+\.\d+\.\d+(?:-[\w.]+)?$/, 'a version of KubeVirt such as v1.6.2')

const kubevirtUsers = (entriesOf: Entries) =>
  entriesOf(
    matching(/^\S+$/, 'the name of a user'),
    map(
      {
        token: matching(/^\S+$/, 'text without blanks').describe('The bearer token.'),
        rules: list(rule, 'a list of rules').optional().describe('As those of a Role; none without it.'),
      },
      'a map with token, rules',
    ),
    'a map of users',
  )
    .refine(haveTokensOfTheirOwn, { error: says('a token of its own for each user', '', 'one that two of them have') })
    .optional()
    .describe('Who may ask. Without it any credentials, or none, are accepted, and may do everything.')

function haveTokensOfTheirOwn(users: Readonly<Record<string, { readonly token: string } | null>>): boolean {
  const tokens = Object.values(users).flatMap(user => user?.token ?? [])
  return new Set(tokens).size === tokens.length
}

const kubevirtMember = (entriesOf: Entries) => ({
  node: label.optional().describe('On which node of Kubernetes it runs; node01 without it.'),
  labels: entriesOf(labelKey, labelValue, 'a map of labels').optional().describe('Of the object.'),
})
const kubevirtCluster = (entriesOf: Entries) => ({
  version: kubevirtVersion.optional().describe('Of KubeVirt; v1.6.2 without it.'),
  users: kubevirtUsers(entriesOf),
})

export const kubevirt = map(
  {
    namespace: label.optional().describe('default without it.'),
    name: label.optional().describe('Of the object; the name of the scenario without it.'),
    ...kubevirtMember(entries),
    ...kubevirtCluster(entries),
  },
  'a map with namespace, name, node, labels, version, users',
).describe('What a Kubernetes cluster with KubeVirt knows of the VM, where its HTTP API is served (docs/http.md).')

/** What mockvm/msw takes beside the VMs; `origin` is that of its handlers. */
const origin = text('an origin such as https://pve.example:8006').optional()
export const proxmoxOptions = map({ ...proxmoxCluster(settled), origin }, 'an object with version, users')
export const kubevirtOptions = map({ ...kubevirtCluster(settled), origin }, 'an object with version, users')

/** What a fleet says of one of its VMs. */
export const proxmoxMemberOptions = map(proxmoxMember, 'an object with node, name, agent')
export const kubevirtMemberOptions = map(kubevirtMember(settled), 'an object with node, labels')
