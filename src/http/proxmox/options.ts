/** What the handlers of Proxmox VE can be told beyond their VMs. */

/** Of a role such as PVEVMUser, or of privileges such as VM.Audit; by the path that it is given on, such as /vms/100. */
export type ProxmoxRights = Readonly<Record<string, string | readonly string[]>>

export interface ProxmoxToken {
  /** A UUID. */
  readonly secret: string
  /** Those of the user that the token has; all of them without it (no privilege separation). */
  readonly rights?: ProxmoxRights | undefined
}

export interface ProxmoxUser {
  readonly password?: string | undefined
  /** None without it. */
  readonly rights?: ProxmoxRights | undefined
  /** By their ids: "ci" of root@pam!ci. */
  readonly tokens?: Readonly<Record<string, ProxmoxToken>> | undefined
}

export interface ProxmoxOptions {
  /** Of Proxmox VE, 8.0 or later: what GET /version tells, and which privileges the calls want. */
  readonly version?: string | undefined
  /** By their names: "root@pam". Without it any credentials, or none, are accepted, and may do everything. */
  readonly users?: Readonly<Record<string, ProxmoxUser>> | undefined
}
