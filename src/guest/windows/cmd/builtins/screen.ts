import { atOnce, type Builtin } from '../builtin.js'

/** There is no window whose title it could be. */
export const title: Builtin = {
  errorlevel: 'never',
  run: atOnce(() => {
    return 0
  }),
}

/** Into a pipe or a file goes a form feed. */
export const cls: Builtin = {
  errorlevel: 'never',
  *run({ shell }) {
    yield* shell.print('\f')
    return 0
  },
}

export const pause: Builtin = {
  errorlevel: 'never',
  *run({ shell }) {
    yield* shell.print('Press any key to continue . . . ')
    if (shell.task.descriptors.has(0)) yield* shell.task.read(0, 1)
    yield* shell.say('')
    return 0
  },
}
