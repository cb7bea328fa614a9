/** From what a scenario says of programs to what the guest takes. */
import type { ProgramConfig, ProgramCounting, ProgramOutput, ProgramPrint } from '../guest/config.js'
import { isTemplate } from '../guest/scenario-programs/template.js'
import { toContent } from './content-config.js'
import { toCondition, toDistribution } from './fault-config.js'
import type { ProgramInput } from './program-schema.js'
import type { ScenarioInput } from './schema.js'
import { signalNumber } from './signals.js'
import { toActions } from './timeline-config.js'
import { nanoseconds } from './units.js'

type OutputInput = NonNullable<ProgramInput['stdout']>
type PrintInput = { readonly stdout?: OutputInput | undefined; readonly stderr?: OutputInput | undefined }
type ActionsInput = NonNullable<ProgramInput['effects']>['start']

export function toProgramConfigs({ programs = [] }: ScenarioInput): ProgramConfig[] {
  return programs.map(program => ({ ...toMatching(program), ...toAnswer(program) }))
}

type Matching = Pick<
  ProgramConfig,
  'match' | 'path' | 'argv' | 'regex' | 'env' | 'stdin' | 'user' | 'while' | 'counting'
>

function toMatching(program: ProgramInput): Matching {
  const { match, path, argv, regex, env, stdin, user, while: condition } = program
  const counting = toCounting(program)
  return given({
    ...{ match, path, argv, regex, env, stdin, user, counting },
    while: condition && toCondition(condition),
  })
}

function toCounting({ skip, nth, every, times, probability }: ProgramInput): ProgramCounting | undefined {
  if ([skip, nth, every, times, probability].every(it => it === undefined)) return undefined
  return {
    skip: skip ?? 0,
    ...(nth !== undefined && { nth: [nth].flat() }),
    every: every ?? 1,
    ...(times !== undefined && { times }),
    probability: probability ?? 1,
  }
}

function toAnswer(program: ProgramInput): Omit<ProgramConfig, keyof Matching> {
  const { stdout = '', stderr = '', output, repeat, exitCode = 0, signal, after, effects } = program
  return {
    stdout: toOutput(stdout),
    stderr: toOutput(stderr),
    exitCode: typeof exitCode === 'number' ? exitCode : { template: exitCode },
    ...given({
      output: output?.map(slice => ({ ...toPrint(slice), after: nanoseconds(slice.after) })),
      repeat: repeat && {
        ...toPrint(repeat),
        every: nanoseconds(repeat.every),
        ...given({ times: repeat.times }),
      },
      signal: signal === undefined ? undefined : signalNumber(signal),
      effects: effects && { start: toEffects(effects.start), end: toEffects(effects.end) },
    }),
    after: typeof after === 'object' ? toDistribution(after) : nanoseconds(after),
  }
}

function toPrint({ stdout, stderr }: PrintInput): ProgramPrint {
  return {
    ...(stdout !== undefined && { stdout: toOutput(stdout) }),
    ...(stderr !== undefined && { stderr: toOutput(stderr) }),
  }
}

function toOutput(input: OutputInput): ProgramOutput {
  if (typeof input === 'string') return isTemplate(input) ? { kind: 'template', text: input } : toContent(input)
  return input.file === undefined ? toContent(input) : { kind: 'file', path: input.file }
}

function toEffects(input: ActionsInput): readonly object[] {
  return input === undefined ? [] : [input].flat().flatMap(toActions)
}

type Given<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** Without what is undefined: what the scenario doesn't say is not there. */
function given<T extends object>(members: T): Given<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>
}
