// Writes the pages that follow from the code; with --check only tells whether they are up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withSource } from './with-source.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const isCheck = process.argv.includes('--check')

await withSource(async load => {
  for (const name of readdirSync('scripts/pages')) {
    const { file, text } = await load(`/scripts/pages/${name}`)
    if (!isCheck) writeFileSync(file, text)
    else if (readFileSync(file, 'utf8') !== text) {
      console.error(`${file} is not what the code says: run \`npm run docs\``)
      process.exitCode = 1
    }
  }
})
