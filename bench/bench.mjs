/** What `npm run bench` runs on one core (one-core.mjs): measures, prints the tables and writes them to docs/performance.md. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { qemuGaVersion, startBare, startMockvm, startQemuGa } from './arms.mjs'
import { measureMemory } from './memory.mjs'
import { costTable, page, speedTable } from './report.mjs'
import { measureShell } from './shell.mjs'
import { compareWithBare, compareWithQemuGa } from './speed.mjs'
import { measureStartUp } from './start-up.mjs'

const PAGE = fileURLToPath(new URL('../docs/performance.md', import.meta.url))

const version = qemuGaVersion()
const folder = mkdtempSync(join(tmpdir(), 'mockvm-bench-'))
const arms = []
const start = async arm => {
  arms.push(await arm)
  return arms.at(-1)
}

try {
  const mockvm = await start(startMockvm(folder))
  const rows = await compareWithBare(mockvm, await start(startBare(folder)))
  if (version !== undefined) {
    const qemuGa = await start(startQemuGa(folder))
    rows.push(...(await compareWithQemuGa(mockvm, { ...qemuGa, version }, folder)))
  }
  const memory = measureMemory(3)
  const shell = await measureShell(500)
  const speed = speedTable(rows)
  const cost = costTable([
    { what: 'start-up', unit: 'ms', target: 3, ...(await measureStartUp(200)) },
    { what: 'the first program that needs a shell', unit: 'ms', target: 150, ...shell.first },
    { what: 'each later one, beyond a built-in program', unit: 'ms', target: 3, ...shell.later },
    { what: 'memory, process with one idle guest', unit: 'MiB', ...memory.one },
    { what: 'memory, each further guest', unit: 'MiB', ...memory.further },
  ])
  console.log(`${speed}\n\n${cost}`)
  writeFileSync(PAGE, page({ speed, cost, cores: cpus().length, node: process.version, qemuGa: version }))
} finally {
  for (const arm of arms) await arm.stop()
  rmSync(folder, { recursive: true })
}
