/** What is done with a block, by its language. Everything throws when the block is wrong. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import { loadScenario } from '../../src/scenario/load.js'
import { vocabulary } from '../../src/vm.js'
import { type Block, findCommands, matches } from './blocks.js'
import type { Ending, Workshop } from './workshop.js'

const ROOT = resolve(import.meta.dirname, '../..')

type Run = (block: Block, workshop: Workshop) => Promise<void> | void

const RUNS: Readonly<Record<string, Run>> = {
  js: async (block, workshop) =>
    expectEnd(await workshop.run(process.execPath, workshop.write('block.mjs', block.text)), block),
  ts: runTypeScript,
  sh: runCommands,
  console: runCommands,
  yaml: loadYaml,
  json: ({ text }) => void JSON.parse(text),
  python: async (block, workshop) => {
    if ((await workshop.shell('command -v python3')).status !== 0) return
    expectEnd(await workshop.run('python3', workshop.write('block.py', block.text)), block)
  },
  xml: ({ text }) => checkXml(text),
  text: () => {},
}

export async function runBlock(block: Block, workshop: Workshop): Promise<void> {
  const run = RUNS[block.language]
  if (run === undefined) {
    const known = Object.keys(RUNS).join(', ')
    throw new Error(`${block.place}: expected a block of ${known}, got "${block.language}"`)
  }
  await run(block, workshop)
}

function expectEnd({ status, output }: Ending, { place, prints }: Block): void {
  if (status !== 0) throw new Error(`${place}: ended with status ${status}\n${output}`)
  if (prints !== undefined) expectOutput(output, prints, place)
}

function expectOutput(actual: string, expected: string, place: string): void {
  if (!matches(actual, expected)) throw new Error(`${place}: expected\n${expected}\ngot\n${actual}`)
}

async function runTypeScript(block: Block, workshop: Workshop): Promise<void> {
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: {
      ...{ noEmit: false, rootDir: '/', outDir: 'out', typeRoots: [join(ROOT, 'node_modules/@types')] },
    },
    include: ['block.mts'],
  }
  workshop.write('tsconfig.json', JSON.stringify(config))
  const source = workshop.write('block.mts', block.text)
  const compiled = await workshop.run(process.execPath, join(ROOT, 'node_modules/typescript/bin/tsc'))
  if (compiled.status !== 0) throw new Error(`${block.place}: ${compiled.output}`)
  const output = readFileSync(join(workshop.directory, 'out', source.replace(/\.mts$/, '.mjs')), 'utf8')
  expectEnd(await workshop.run(process.execPath, workshop.write('block.mjs', output)), block)
}

async function runCommands({ text, place }: Block, workshop: Workshop): Promise<void> {
  for (const { command, prints } of findCommands(text)) {
    if (/^(?:npx )?mockvm serve\b/.test(command)) {
      const said = await workshop.serve(command)
      if (prints !== undefined && !said.startsWith(prints.trimEnd())) {
        throw new Error(`${place}: ${command}: expected\n${prints}\ngot\n${said}`)
      }
    } else if (/^npm\b/.test(command)) checkNpm(command, place)
    else {
      const { output, status } = await workshop.shell(command)
      // A command that is shown to fail has its error below it.
      if (status !== 0 && prints === undefined) throw new Error(`${place}: ${command}: status ${status}\n${output}`)
      if (prints !== undefined) expectOutput(output, prints, `${place}: ${command}`)
    }
  }
  const statuses = await workshop.stopServers()
  if (statuses.some(status => status !== 0)) throw new Error(`${place}: a server ended with ${statuses.join(', ')}`)
}

/** npm is not run, it would need a registry or run this very test; but the scripts have to be there. */
function checkNpm(line: string, place: string): void {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }
  for (const command of line.split('&&')) {
    const [, verb = '', argument = ''] = command.trim().split(/\s+/)
    if (['ci', 'install', 'i', 'link'].includes(verb)) continue
    const script = verb === 'run' ? argument : verb
    if (!(script in scripts)) throw new Error(`${place}: there is no script "${script}" in package.json`)
  }
}

/** A scenario; or something of another program, such as a workflow, which has only to be YAML. */
function loadYaml({ text }: Block, workshop: Workshop): void {
  const data = parse(text) as object
  if ('jobs' in data || 'services' in data) return
  const name = /^# (\S+\.ya?ml)\n/.exec(text)?.[1] ?? 'block.yaml'
  loadScenario(workshop.write(name, text), { vocabulary })
}

/** Every element that is opened is closed, in order. */
function checkXml(text: string): void {
  const open: string[] = []
  for (const [, slash, name = '', rest = ''] of text.matchAll(/<(\/?)([\w:.-]+)((?:[^<>"']|"[^"]*"|'[^']*')*)>/g)) {
    if (slash === '/') {
      const last = open.pop()
      if (last !== name) throw new Error(`expected </${last}>, got </${name}>`)
    } else if (!rest.endsWith('/')) open.push(name)
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is never closed`)
}
