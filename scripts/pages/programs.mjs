// docs/programs.md, from the table of descriptions and the personas' scenarios.
import { descriptions } from '../../src/guest/programs/descriptions.ts'
import { programsOf } from '../../test/guest/programs/programs-of.ts'

export const file = 'docs/programs.md'

const FAMILIES = {
  Debian: 'debian-12',
  Ubuntu: 'ubuntu-24.04',
  Fedora: 'fedora-42',
  RHEL: 'rhel-9',
  openSUSE: 'opensuse-leap-15.6',
  Alpine: 'alpine-3.20',
  FreeBSD: 'freebsd-14',
}

const owned = Object.values(FAMILIES).map(programsOf)
const count = Object.values(descriptions).flatMap(area => Object.keys(area)).length

export const text = `# Programs

Generated from the programs and the scenarios by \`npm run docs\`. All ${count} programs that mockvm plays in a Linux or FreeBSD guest, and
which guest has them where its cloud image has: ● it has, ○ \`builtin\` in a scenario gives it. Debian stands for debian-12 and
debian-13, Ubuntu for 22.04 and 24.04, RHEL for rhel-9 and rhel-10. In Windows guests others are played: see [windows.md](windows.md).

An option that a program knows and doesn't do is refused by \`NAME: mockvm doesn't do -X yet\` and an exit code that isn't 0; an
option that the real one doesn't know either, in the real one's words. How processes and shells behave is told in
[exec.md](exec.md), what differs from the real programs in [fidelity.md](fidelity.md).

${Object.entries(descriptions)
  .map(([area, programs]) => table(area, programs))
  .join('\n\n')}

## A command is missing: three ways

1. **A program that mockvm plays** and the guest hasn't: a file of the guest stands for it, at the path where it is to be found.

   \`\`\`yaml
   extends: debian-12
   files:
     /usr/bin/jq: { builtin: jq }
     /usr/bin/nc: { builtin: nc }
   \`\`\`

2. **A program of the scenario**: what it prints, how it ends and what it changes is written down, by the arguments it is called
   with. See [scenarios.md](scenarios.md#programs).

   \`\`\`yaml
   extends: debian-12
   programs:
     - { match: pg_isready *, stdout: "/var/run/postgresql:5432 - accepting connections\\n" }
     - { path: /usr/bin/pg_dump, stdout: "-- dump\\n", after: 3s }
   \`\`\`

3. **A script in the guest's files**, which a shell of the guest runs. It needs the package just-bash, as all scripts do.

   \`\`\`yaml
   extends: debian-12
   files:
     /usr/local/bin/lsb_release:
       mode: "0755"
       content: |
         #!/bin/sh
         . /etc/os-release
         echo "$VERSION_CODENAME"
   \`\`\`
`

function table(area, programs) {
  const names = Object.keys(FAMILIES)
  const row = ([name, phrase]) => {
    const marks = owned.map(set => (set.has(name) ? '●' : '○'))
    return `| \`${name}\` | ${phrase} | ${marks.join(' | ')} |`
  }
  return [
    `## ${area}\n`,
    `| program | what it does | ${names.join(' | ')} |`,
    `| --- | --- | ${names.map(() => ':-:').join(' | ')} |`,
    ...Object.entries(programs).map(row),
  ].join('\n')
}
