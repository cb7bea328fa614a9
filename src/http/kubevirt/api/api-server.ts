/** A request goes the way it goes in Kubernetes: who asks, what for, whether that is allowed, and to whom it is handed. */
import type { Access, User } from '../access/access.js'
import { review } from '../access/review.js'
import { reviewSpec } from '../access/review-body.js'
import type { KubevirtCluster } from '../cluster.js'
import { subresources } from '../subresources/subresources.js'
import { jsonAnswer, refusalAnswer, textAnswer, withServerHeaders } from './answer.js'
import { discovery } from './discovery.js'
import { doToMachine, machineActions } from './machine-actions.js'
import { assertJsonAccepted } from './negotiate.js'
import { answerObjects, assertOpen, nameAsked, verbOf } from './objects-api.js'
import { type Target, targetOf } from './request-info.js'
import { findResource } from './resource.js'
import { ApiError, internal, methodNotAllowed, NoSuchPath } from './status.js'
import { kubernetesVersion, kubevirtVersion } from './version.js'
import { virtApiJson, virtApiText } from './virt-api.js'

export interface ApiServerOptions {
  readonly cluster: KubevirtCluster
  readonly access: Access
  /** Of KubeVirt. */
  readonly version: string
}

/** What virt-api answers to: a group of its own. */
const SUBRESOURCES = 'subresources.kubevirt.io'
/** Whoever has a name may ask there what else is allowed. */
const REVIEWS = 'authorization.k8s.io'
const VERSIONS: readonly string[] = ['v1', 'v1alpha3']
const SUBRESOURCE_NAMES = { instances: subresources.map(({ name }) => name), machines: machineActions }

export class ApiServer {
  readonly #cluster: KubevirtCluster
  readonly #access: Access
  readonly #version: string
  #answers = 0

  constructor({ cluster, access, version }: ApiServerOptions) {
    this.#cluster = cluster
    this.#access = access
    this.#version = version
  }

  /** Never rejects. */
  async respond(request: Request): Promise<Response> {
    const count = this.#answers++
    return withServerHeaders(await this.#answer(request), count)
  }

  async #answer(request: Request): Promise<Response> {
    try {
      return await this.#route(request)
    } catch (error) {
      if (error instanceof NoSuchPath) return textAnswer('404 page not found\n', 404)
      const why = error instanceof Error ? error.message : String(error)
      return refusalAnswer(error instanceof ApiError ? error : internal(`mockvm: ${why}`), request)
    }
  }

  async #route(request: Request): Promise<Response> {
    const { pathname: path, searchParams: query } = new URL(request.url)
    const user = this.#access.user(request.headers.get('authorization'))
    const target = targetOf(path)
    if (target === undefined) return this.#path(request, user, path)
    if (target.group === SUBRESOURCES && target.namespace === undefined) {
      this.#access.assertMayRead(user, VERBS[request.method] ?? request.method.toLowerCase(), path)
      return this.#aroundIt(request.method, target, path)
    }
    const verb = verbOf(request.method, target, query)
    if (target.group === REVIEWS && this.#access.isNamed(user)) return this.#review(request, user, target)
    this.#access.assertMay(user, { ...target, verb, name: nameAsked(target, query) })
    if (target.group === SUBRESOURCES) return this.#virtApi(request, target, path)
    const resource = findResource(target.group, target.version, target.resource)
    if (resource === undefined) throw new NoSuchPath(path)
    const cluster = this.#cluster
    return answerObjects({ cluster, resource, target, request, query, user })
  }

  /** What is no object. */
  #path(request: Request, user: User, path: string): Response {
    const { method, headers, url } = request
    const verb = method === 'HEAD' ? 'head' : (VERBS[method] ?? method.toLowerCase())
    this.#access.assertMayRead(user, verb === 'head' ? 'get' : verb, path)
    const { host } = new URL(url)
    const found = path === '/version' ? kubernetesVersion() : discovery(path, host, SUBRESOURCE_NAMES)
    const isHealth = HEALTH.test(path)
    if (found === undefined && !isHealth) throw new NoSuchPath(path)
    if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed()
    if (found === undefined) return textAnswer('ok')
    assertJsonAccepted(headers.get('accept'))
    return jsonAnswer(found, request)
  }

  async #review(request: Request, user: User, { version, resource, name }: Target): Promise<Response> {
    if (version !== 'v1' || resource !== 'selfsubjectaccessreviews' || name !== undefined) throw new NoSuchPath()
    if (request.method !== 'POST') throw methodNotAllowed()
    return jsonAnswer(review(this.#access, user, await reviewSpec(request)), request, 201)
  }

  async #virtApi(request: Request, target: Target, path: string): Promise<Response> {
    const { version, namespace, resource, name, subresource } = target
    if (!VERSIONS.includes(version)) throw new NoSuchPath(path)
    if (namespace === undefined || name === undefined || subresource === undefined)
      return virtApiText('404: Page Not Found', 404)
    const guest = this.#cluster.guest(namespace, name)
    if (guest !== undefined) {
      assertOpen(guest)
      guest.vm.guest.clock.sync()
      guest.look()
    }
    if (resource === 'virtualmachines' && machineActions.includes(subresource)) {
      if (request.method !== 'PUT') return virtApiText('405: Method Not Allowed', 405)
      return doToMachine(subresource, guest, name, await request.text())
    }
    const ofThatName = resource === 'virtualmachineinstances' ? subresources.filter(it => it.name === subresource) : []
    if (ofThatName.length === 0) return virtApiText('404: Page Not Found', 404)
    const found = ofThatName.find(({ verb }) => verb.toUpperCase() === request.method)
    if (found === undefined) return virtApiText('405: Method Not Allowed', 405)
    return found.run(guest?.hasInstance ? guest : undefined, name, await request.text())
  }

  /** What virt-api tells of itself. */
  #aroundIt(method: string, { version, resource, name }: Target, path: string): Response {
    if (!VERSIONS.includes(version)) throw new NoSuchPath(path)
    if (name !== undefined || (resource !== 'version' && resource !== 'healthz')) {
      return virtApiText('404: Page Not Found', 404)
    }
    if (method !== 'GET') return virtApiText('405: Method Not Allowed', 405)
    return virtApiJson(resource === 'version' ? kubevirtVersion(this.#version) : { apiserver: { connectivity: 'ok' } })
  }
}

const HEALTH = /^\/(?:healthz|livez|readyz)(?:\/ping)?\/?$/

/** Of paths that are no objects. */
const VERBS: Readonly<Record<string, string>> = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
}
