/**
 * The file that stands for a program in the guest's file system: the magic number of an ELF executable and a note that
 * says which program it is. Copied or linked elsewhere it is still that program; overwritten it no longer is.
 */
export const STUB_MARK = /^(?:\x7fELF.*\n|#!\/bin\/sh\n# )mockvm (built-in|program): (\S+)\n/s

const ELF_HEADER = Buffer.from('7f454c46020101000000000000000000', 'hex')

/** Of programs that are scripts: people read them, and change them. */
const SCRIPTS: ReadonlyMap<string, string> = new Map([
  [
    'fsfreeze-hook',
    `#!/bin/sh
# mockvm built-in: fsfreeze-hook
# While the line above stands mockvm plays this script itself. Without it a shell of the guest runs what follows.
log=/var/log/qga-fsfreeze-hook.log
folder=$(dirname -- "$0")/fsfreeze-hook.d

for file in "$folder"/*; do
  case $file in
    *~ | *.bak | *.orig | *.rpmnew | *.rpmorig | *.rpmsave | *.sample | *.dpkg-*) continue ;;
  esac
  [ -f "$file" ] && [ -x "$file" ] || continue
  echo "$(date): execute $file $*" >> "$log"
  "$file" "$@" >> "$log" 2>&1
  status=$?
  echo "$(date): $file finished with status=$status" >> "$log"
done
exit 0
`,
  ],
])

export function stub(kind: 'built-in' | 'program', name: string): Uint8Array {
  const script = kind === 'built-in' ? SCRIPTS.get(name) : undefined
  if (script !== undefined) return Buffer.from(script)
  return Buffer.concat([ELF_HEADER, Buffer.from(`\nmockvm ${kind}: ${name}\n`)])
}
