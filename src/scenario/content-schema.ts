/** Bytes, files and programs in a scenario file. */
import { z } from 'zod'
import {
  absolutePath,
  accountName,
  duration,
  entries,
  flag,
  guestPath,
  integer,
  list,
  map,
  matching,
  oneKeyOf,
  removable,
  says,
  size,
  text,
  written,
} from './fields.js'
import { MODE_TEXT, parseMode } from './file-mode.js'
import { SIGNAL_NAMES, signalNumber } from './signals.js'

const base64 = matching(
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  'base64 in groups of four characters',
)

const fill = z
  .union(
    [z.enum(['zero', 'random']), map({ text: text().min(1, { error: says('text') }) }, 'zero, random or { text }')],
    {
      error: says('zero, random or { text: … }'),
    },
  )
  .describe('What the bytes are: zeros (the default), random ones of the seed, or a text over and over.')

/** `fill` tells what `size` bytes are; alone it tells nothing. */
const FILL_HAS_SIZE = [
  (it: { readonly fill?: unknown; readonly size?: unknown }) => it.fill === undefined || it.size !== undefined,
  { error: says('size beside fill', '', 'fill alone') },
] as const

/** What a program prints. */
const output = z.union(
  [
    z.string(),
    map(
      { base64: base64.optional(), size: size.optional(), fill: fill.optional() },
      'text, { base64 } or { size, fill }',
    )
      .refine(...oneKeyOf(['base64', 'size']))
      .refine(...FILL_HAS_SIZE),
  ],
  { error: says('text, { base64 } or { size, fill }') },
)

const mode = written(
  parseMode,
  MODE_TEXT,
  'octal permissions such as "0644"',
  'As a number they are 0o644 in YAML.',
).describe('Permissions, octal: "0644". Without it 0644 for a file, 0755 for a directory and a built-in program.')

const account = z.union([accountName, integer(0, 0xffff_ffff)], { error: says('a name or a number') })

const file = z.union(
  [
    z.string(),
    map(
      {
        content: text().optional().describe('The text of the file.'),
        base64: base64.optional().describe('The bytes of the file.'),
        size: size.optional().describe('The length of a file that is made of `fill`.'),
        fill: fill.optional(),
        symlink: text()
          .min(1, { error: says('what the link points to') })
          .optional()
          .describe('What the symbolic link points to.'),
        directory: z
          .literal(true, { error: says('true') })
          .optional()
          .describe('An (empty) directory.'),
        fifo: z
          .literal(true, { error: says('true') })
          .optional()
          .describe('A named pipe.'),
        readOnly: flag().optional().describe('The attribute of that name, on Windows.'),
        builtin: text().optional().describe('The program that mockvm plays under that name: fsfreeze-hook.'),
        mode: mode.optional(),
        owner: account.optional().describe('A name of `users` or a number; root without it.'),
        group: account.optional().describe('A name of `groups` or a number; root without it.'),
      },
      'text or a map',
    )
      .refine(...oneKeyOf(['content', 'base64', 'size', 'symlink', 'directory', 'fifo', 'builtin']))
      .refine(...FILL_HAS_SIZE)
      .refine(it => it.symlink === undefined || it.mode === undefined, {
        error: says('symlink without mode', 'A symbolic link has no permissions of its own.', 'both'),
      }),
  ],
  {
    error: says(
      'text, or a map with one of content, base64, size, symlink, directory, fifo, builtin',
      'null removes it.',
    ),
  },
)

export const files = entries(guestPath, file, 'a map of paths').describe(
  'Files, directories and links of the guest by absolute path. Missing parent directories are made. An entry replaces the whole entry of the parent.',
)

const signal = written(
  signalNumber,
  /^(?:SIG)?[A-Z0-9]+$/,
  'a signal: its number or a name such as SIGKILL',
  `Names: ${SIGNAL_NAMES.join(' ')}.`,
).describe('It is killed by that signal instead of exiting.')

const program = map(
  {
    match: text()
      .min(1, { error: says('a command line') })
      .optional()
      .describe('The command line that this answers: "pg_dump --all". `*` stands for any text.'),
    path: guestPath.optional().describe('The program that this answers, whatever its arguments.'),
    stdout: output.optional().describe('What it writes to its standard output.'),
    stderr: output.optional().describe('What it writes to its standard error.'),
    exitCode: integer(-0x8000_0000, 0xffff_ffff, 'an integer from 0 to 255, on Windows one of 32 bits')
      .optional()
      .describe('0 without it.'),
    signal: signal.optional(),
    after: duration.optional().describe("How long it runs, on the guest's clock."),
  },
  'a map with match or path',
)
  .refine(...oneKeyOf(['match', 'path']))
  .refine(...oneKeyOf(['exitCode', 'signal'], true))

export const programs = list(program, 'a list of programs').describe(
  'Programs that guest-exec finds, and what they do. The first that matches answers.',
)

export const builtins = list(absolutePath, 'a list of paths').describe(
  'Programs that mockvm itself plays, each at the path where the guest has it: /usr/bin/cat.',
)

export const environment = entries(matching(/^[^=\0]+$/, 'the name of a variable'), text(), 'a map of variables')

export const osRelease = removable(
  z.union(
    [z.string(), entries(matching(/^[A-Z_][A-Z0-9_]*$/, 'a key of os-release such as VERSION_ID'), text(), 'a map')],
    { error: says('the text of os-release or a map of its keys') },
  ),
)
