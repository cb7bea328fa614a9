/** POSIX' special builtins: assignments before them stay, and a failure ends a shell that is not bash. */
export const SPECIAL: ReadonlySet<string> = new Set(
  '. : break continue eval exec exit export readonly return set shift times trap unset'.split(' '),
)
