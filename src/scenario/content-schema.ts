/** Bytes and files in a scenario file. */
import { z } from 'zod'
import {
  absolutePath,
  accountName,
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
import { isMeantOctal, MODE_TEXT, parseMode } from './file-mode.js'

export const base64 = matching(
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  'base64 in groups of four characters',
)

export const fill = z
  .union(
    [z.enum(['zero', 'random']), map({ text: text().min(1, { error: says('text') }) }, 'zero, random or { text }')],
    {
      error: says('zero, random or { text: … }'),
    },
  )
  .describe('What the bytes are: zeros (the default), random ones of the seed, or a text over and over.')

/** `fill` tells what `size` bytes are; alone it tells nothing. */
export const FILL_HAS_SIZE = [
  (it: { readonly fill?: unknown; readonly size?: unknown }) => it.fill === undefined || it.size !== undefined,
  { error: says('size beside fill', '', 'fill alone') },
] as const

const mode = written(parseMode, MODE_TEXT, 'octal permissions such as "0644"', got =>
  isMeantOctal(got)
    ? `Write "0${got}", 0${got} or 0o${got}: a plain ${got} is decimal.`
    : 'As a number they are 0o644 in YAML.',
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

const BUILTINS = 'a list of paths, which are added, or a map in which true adds a path and null takes it out'
const isThere = z.literal(true, { error: says('true, or null to take it out') })

export const builtins = z
  .union([list(absolutePath, BUILTINS), entries(absolutePath, isThere, BUILTINS)], { error: says(BUILTINS) })
  .describe(
    'Programs that mockvm itself plays, each at the path where the guest has it: /usr/bin/cat. They are added to those of the parent; an empty list takes all of these away.',
  )

export const environment = entries(matching(/^[^=\0]+$/, 'the name of a variable'), text(), 'a map of variables')

export const osRelease = removable(
  z.union(
    [z.string(), entries(matching(/^[A-Z_][A-Z0-9_]*$/, 'a key of os-release such as VERSION_ID'), text(), 'a map')],
    { error: says('the text of os-release or a map of its keys') },
  ),
)
