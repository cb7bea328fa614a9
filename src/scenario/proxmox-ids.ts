/** How Proxmox VE names things. */

const REALM_OR_TOKEN = '[A-Za-z][\\w.-]+'

/** "pve" */
export const NODE_NAME = /^[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?$/
/** "root@pam" */
export const USER_ID = new RegExp(`^[^\\s:/!@]+(?:@[^\\s:/!@]+)*@${REALM_OR_TOKEN}$`)
/** "ci" of "root@pam!ci" */
export const TOKEN_NAME = new RegExp(`^${REALM_OR_TOKEN}$`)
/** On which rights are given: what stands below one is any name, but for VMs. */
export const RIGHTS_PATH = /^\/(?:(?:access|mapping|nodes|pool|sdn|storage)(?:\/[\w.-]+)*|vms(?:\/[1-9]\d{2,8})?)?$/
