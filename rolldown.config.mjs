import { defineConfig } from 'rolldown'

// A few files instead of more than a thousand: a program that imports the package is ready in half the time.
export default defineConfig({
  input: {
    index: 'src/index.ts',
    'client/index': 'src/client/index.ts',
    'http/msw': 'src/http/msw.ts',
    'cli/main': 'src/cli/main.ts',
  },
  platform: 'node',
  external: /^[^./]/, // packages are installed beside this one
  output: { dir: 'dist', format: 'esm', sourcemap: true, chunkFileNames: 'chunks/[name].js' },
})
