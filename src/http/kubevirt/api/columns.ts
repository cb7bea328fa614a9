/** The columns in which `kubectl get` shows objects. */
import type { HttpJson } from '../../json.js'
import type { JsonObject, KubeObject } from '../objects/kube-object.js'

export interface Column {
  readonly name: string
  readonly type: 'string' | 'date'
  readonly format: string
  readonly description: string
  /** Those above 0 are shown by `-o wide` alone. */
  readonly priority: number
  /** null: nothing to show. Of dates: RFC 3339. */
  cell(object: KubeObject): HttpJson
}

/** A value far down in an object; list elements by their index, or by the `type` that they have. */
function at(path: string): (object: KubeObject) => HttpJson {
  return object => {
    let value: HttpJson | undefined = object as HttpJson
    for (const step of path.split('.')) {
      if (Array.isArray(value))
        value = value.find((it: JsonObject, index) => String(index) === step || it.type === step)
      else value = (value as JsonObject | undefined)?.[step]
    }
    return value ?? null
  }
}

function column(name: string, path: string, extra: Partial<Column> = {}): Column {
  return { name, type: 'string', format: '', description: '', priority: 0, cell: at(path), ...extra }
}

const NAME = column('Name', 'metadata.name', {
  format: 'name',
  description:
    'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
})

const AGE = column('Age', 'metadata.creationTimestamp', {
  type: 'date',
  description: 'CreationTimestamp is a timestamp representing the server time when this object was created.',
})

export const INSTANCE_COLUMNS: readonly Column[] = [
  NAME,
  { ...AGE, description: '' },
  column('Phase', 'status.phase'),
  column('IP', 'status.interfaces.0.ipAddress'),
  column('NodeName', 'status.nodeName'),
  column('Ready', 'status.conditions.Ready.status'),
  column('Live-Migratable', 'status.conditions.LiveMigratable.status', { priority: 1 }),
  column('Paused', 'status.conditions.Paused.status', { priority: 1 }),
]

export const MACHINE_COLUMNS: readonly Column[] = [
  NAME,
  { ...AGE, description: '' },
  column('Status', 'status.printableStatus', { description: 'Human Readable Status' }),
  column('Ready', 'status.conditions.Ready.status'),
]

export const NAMESPACE_COLUMNS: readonly Column[] = [
  NAME,
  column('Status', 'status.phase', { description: 'The status of the namespace' }),
  AGE,
]

export const NODE_COLUMNS: readonly Column[] = [
  NAME,
  { ...column('Status', '', { description: 'The status of the node' }), cell: () => 'Ready' },
  { ...column('Roles', '', { description: 'The roles of the node' }), cell: () => '<none>' },
  AGE,
]
