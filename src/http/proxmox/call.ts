/** A call of the API is data plus one function. */
import type { HttpJson } from '../json.js'
import type { Access } from './access/access.js'
import type { Auth } from './access/auth.js'
import type { Cluster } from './cluster.js'
import type { Parameters, Values } from './parameters.js'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/**
 * Who may call: `world` anybody, `user` whoever has a ticket or a token, or who has any of the privileges (named as in
 * Proxmox VE 9) on the path, in which `{vmid}` and `{node}` stand for the parameters.
 */
export type Permission = 'world' | 'user' | { readonly path: string; readonly anyOf: readonly string[] }

export interface Context {
  readonly cluster: Cluster
  /** Who calls. */
  readonly auth: Auth
  readonly access: Access
  /** Tells how many there are in all where `data` lists a part of them. */
  total(count: number): void
}

export interface Call {
  readonly method: Method
  /** Below /api2/json: "/nodes/{node}/qemu/{vmid}/agent/exec". */
  readonly path: string
  /** One line, for the documentation. */
  readonly doc: string
  readonly permission: Permission
  /** Those of the path among them. */
  readonly parameters: Parameters
  /** Whether who has an API token can't make it. */
  readonly refusesTokens?: true
  /** Whether parameters that it doesn't know are let through, unseen. */
  readonly allowsMore?: true
  /** Gives `data` of the answer. Throws PveError. */
  run(context: Context, values: Readonly<Record<string, unknown>>): HttpJson | Promise<HttpJson>
}

interface CallOf<P extends Parameters> extends Omit<Call, 'parameters' | 'run'> {
  readonly parameters: P
  run(context: Context, values: Values<P>): HttpJson | Promise<HttpJson>
}

export function defineCall<const P extends Parameters>(call: CallOf<P>): Call {
  return call as unknown as Call
}

/** Of calls below /nodes/{node}. */
export const ofNode = { node: { type: 'string', format: 'pve-node' } } as const
/** Of calls below /nodes/{node}/qemu/{vmid}. */
export const ofVm = {
  ...ofNode,
  vmid: { type: 'integer', format: 'pve-vmid', minimum: 100, maximum: 999_999_999 },
} as const
