/** As getenv(3) finds them: of equal names the first, and only what has a `=`. */
export function readEnviron(environ: readonly string[]): Record<string, string> {
  const pairs = environ.filter(entry => entry.includes('=')).toReversed()
  // A name may be __proto__: entries make own properties of it.
  return Object.fromEntries(
    pairs.map(entry => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  )
}

/** The environment of these variables, as execve(2) takes it. */
export function toEnviron(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`)
}
