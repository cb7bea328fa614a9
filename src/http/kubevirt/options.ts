/** What the handlers of KubeVirt can be told beyond their VMs. */

/** As a PolicyRule of RBAC: `*` stands for all. */
export interface KubevirtRule {
  readonly verbs: readonly string[]
  /** Of the resources: "kubevirt.io", "subresources.kubevirt.io", "" for the core. All without it. */
  readonly apiGroups?: readonly string[] | undefined
  /** "virtualmachineinstances", "virtualmachineinstances/guestosinfo", … */
  readonly resources: readonly string[]
  readonly resourceNames?: readonly string[] | undefined
  /** All without it. */
  readonly namespaces?: readonly string[] | undefined
}

export interface KubevirtUser {
  /** The bearer token. */
  readonly token: string
  /** None without it. */
  readonly rules?: readonly KubevirtRule[] | undefined
}

export interface KubevirtOptions {
  /** Of KubeVirt: "v1.6.2". Before 1.6 a freeze fails after 5 s, later it is waited for. */
  readonly version?: string | undefined
  /** By their names. Without it any credentials, or none, are accepted, and may do everything. */
  readonly users?: Readonly<Record<string, KubevirtUser>> | undefined
}

/** What the cluster knows of a VM, wherever it is left out what the VM's scenario says under `kubevirt`. */
export interface KubevirtMember {
  /** Of the Kubernetes node that it runs on: "node01". */
  readonly node?: string | undefined
  /** Of the object. */
  readonly labels?: Readonly<Record<string, string>> | undefined
}
