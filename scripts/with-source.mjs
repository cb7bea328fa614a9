// Loads TypeScript of this repository, which Node 20 can't by itself: vite, which vitest brings along, does.
import { fileURLToPath } from 'node:url'
import { createViteServer } from 'vitest/node'

/** `use` gets a function that loads a module by its path from the root, such as `/test/conformance/main.ts`. */
export async function withSource(use) {
  const server = await createViteServer({
    root: fileURLToPath(new URL('..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  })
  try {
    return await use(path => server.ssrLoadModule(path))
  } finally {
    await server.close()
  }
}
