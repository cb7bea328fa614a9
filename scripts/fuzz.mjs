// Runs test/fuzz/main.ts.
import { withSource } from './with-source.mjs'

await withSource(async load => {
  const { main } = await load('/test/fuzz/main.ts')
  process.exitCode = await main(process.argv.slice(2), text => process.stdout.write(text))
})
