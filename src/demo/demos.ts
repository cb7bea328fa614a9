/** The demos that come with the package: one module for each failure, in examples/failures/. */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PACKAGE_ROOT } from '../package-root.js'
import type { DemoHost, NaiveClientClass } from './host.js'

/** A module of examples/failures/. */
export interface Demo {
  /** One line. */
  readonly title: string
  /** How a client fails that doesn't know of this failure; gives what it believes. */
  naive(host: DemoHost): Promise<unknown>
  /** How one does that knows it. */
  correct(host: DemoHost): Promise<unknown>
  /** What is to be learnt from it. */
  readonly moral: string
}

const EXAMPLES = new URL('examples/', PACKAGE_ROOT)

/** In alphabetical order; each is also the name of a scenario. */
export function demoNames(): string[] {
  return readdirSync(fileURLToPath(new URL('failures/', EXAMPLES)))
    .filter(file => file.endsWith('.mjs'))
    .map(file => file.slice(0, -'.mjs'.length))
    .sort()
}

export async function loadDemo(name: string): Promise<Demo> {
  return (await import(new URL(`failures/${name}.mjs`, EXAMPLES).href)) as Demo
}

export async function loadNaiveClient(): Promise<NaiveClientClass> {
  const module = (await import(new URL('clients/naive.mjs', EXAMPLES).href)) as { NaiveClient: NaiveClientClass }
  return module.NaiveClient
}
