/** What a guest is known to be like by the answers of its agent. */
import { type PlainJson, type PlainObject, toPlain } from '../../../json/plain.js'
import type { JsonValue } from '../../../json/value.js'
import type { GuestFilesystem, GuestInfo, GuestInterface, GuestOs } from './guest-info.js'

/** @param value What the command returned. Nothing where it is not what KubeVirt looks for in it. */
export function readAnswer(command: string, value: JsonValue): GuestInfo {
  const plain = toPlain(value)
  switch (command) {
    case 'guest-info':
      return readGuestInfo(objectOf(plain))
    case 'guest-network-get-interfaces':
      return Array.isArray(plain) ? { interfaces: plain.map(it => readInterface(objectOf(it))) } : {}
    case 'guest-get-osinfo':
      return isObject(plain) ? { os: readOs(plain) } : {}
    case 'guest-get-timezone':
      return isObject(plain) ? { timezone: { zone: text(plain.zone) ?? '', offset: numberOf(plain.offset) } } : {}
    case 'guest-get-host-name':
      return { hostname: text(objectOf(plain)['host-name']) }
    case 'guest-get-fsinfo':
      return Array.isArray(plain) ? { filesystems: plain.map(it => readFilesystem(objectOf(it))) } : {}
    case 'guest-get-users':
      return Array.isArray(plain) ? { users: plain.map(it => readUser(objectOf(it))) } : {}
    case 'guest-fsfreeze-status':
      return { fsFreezeStatus: text(plain) }
    default:
      return {}
  }
}

function readGuestInfo(answer: PlainObject): GuestInfo {
  const supportedCommands = list(answer.supported_commands).map(it => {
    const command = objectOf(it)
    return { name: text(command.name) ?? '', enabled: command.enabled === true }
  })
  return { guestAgentVersion: text(answer.version), supportedCommands }
}

function readOs(answer: PlainObject): GuestOs {
  return {
    name: text(answer.name),
    kernelRelease: text(answer['kernel-release']),
    version: text(answer.version),
    prettyName: text(answer['pretty-name']),
    versionId: text(answer['version-id']),
    kernelVersion: text(answer['kernel-version']),
    machine: text(answer.machine),
    id: text(answer.id),
  }
}

function readInterface(answer: PlainObject): GuestInterface {
  return {
    interfaceName: text(answer.name) ?? '',
    mac: text(answer['hardware-address']),
    ipAddresses: list(answer['ip-addresses']).flatMap(it => text(objectOf(it)['ip-address']) ?? []),
  }
}

function readUser(answer: PlainObject) {
  const loginTime = answer['login-time']
  return {
    userName: text(answer.user) ?? '',
    domain: text(answer.domain),
    loginTime: loginTime === undefined ? undefined : numberOf(loginTime),
  }
}

function readFilesystem(answer: PlainObject): GuestFilesystem {
  return {
    diskName: text(answer.name) ?? '',
    mountPoint: text(answer.mountpoint) ?? '',
    fileSystemType: text(answer.type) ?? '',
    usedBytes: integer(answer['used-bytes']),
    totalBytes: integer(answer['total-bytes']),
    disk: list(answer.disk).map(it => {
      const { serial, 'bus-type': bus } = objectOf(it)
      return { serial: text(serial), busType: text(bus) ?? '' }
    }),
  }
}

function isObject(value: PlainJson | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const objectOf = (value: PlainJson | undefined): PlainObject => (isObject(value) ? value : {})
const list = (value: PlainJson | undefined): readonly PlainJson[] => (Array.isArray(value) ? value : [])
const text = (value: PlainJson | undefined) => (typeof value === 'string' ? value : undefined)
const integer = (value: PlainJson | undefined) => (typeof value === 'bigint' ? value : 0n)
const numberOf = (value: PlainJson | undefined) =>
  typeof value === 'bigint' || typeof value === 'number' ? Number(value) : 0
