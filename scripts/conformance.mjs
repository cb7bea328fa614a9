// Runs test/conformance/main.ts, which Node 20 can't by itself: vite, which vitest brings along, loads it.
import { fileURLToPath } from 'node:url'
import { createViteServer } from 'vitest/node'

const server = await createViteServer({
  root: fileURLToPath(new URL('..', import.meta.url)),
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
})
try {
  const { main } = await server.ssrLoadModule('/test/conformance/main.ts')
  process.exitCode = await main(process.argv.slice(2), text => process.stdout.write(text))
} finally {
  await server.close()
}
