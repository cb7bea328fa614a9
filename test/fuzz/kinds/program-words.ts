/** What programs are given as arguments. */

/** Texts for echo and its like. */
export const WORDS = 'a|b c||-n|-e|--|\\n|\\t\\x41\\0101|%s|ünï|*|$HOME|it\'s|"|-|--help me'.split('|')

/** Counts for head and tail. */
export const COUNTS = '0|1|2|5|10|100|-1|+3|1k|1K|2b|x||1.5|99999999999999999999|0x10'.split('|')

export const PRINTF_FORMATS = [
  ...['%s', '%s\\n', '%d\\n', '%5d|%-5d|\\n', '%x %o %X\\n', '%c', '%b', '%%', '%q\\n', '%', '%5.2f\\n', '%e %g\\n'],
  ...[
    '%i %u\\n',
    '%05d',
    '%+d',
    'a\\tb\\n',
    '\\101\\x41',
    '%z',
    '%.3s|',
    '%s %s\\n',
    '\\c after',
    '%10s|%-10s|',
    '-1',
    '--',
  ],
]

export const VALUES = [
  ...['1', '-1', 'abc', '', '0x1f', '017', '1.5', "'a", '"b', '9223372036854775808', '1e3', ' 3', '3x'],
  ...['99999999999999999999', '\\n', 'ü'],
]

export const STAT_FORMATS = [
  ...['%s', '%n %F', '%a %A', '%U %G %u %g', '%h', '%N', '%f', '%%', '%s %n\\n', '%Q', '%t %T', '%10s|%-10s|', '%b'],
]

/** Of one operand, for test. */
export const PRIMARIES = '-e -f -d -L -h -p -s -r -w -x -z -n -b -c -k -Y'.split(' ')

/** Of two. */
export const COMPARISONS = '= != == -eq -ne -lt -le -gt -ge -ef < > -a -o -zz'.split(' ')

export const MODES = [
  ...['644', '0755', '0', '7777', 'u+x', 'go-w', 'a=r', '+t', 'u=rwx,go=', '888', 'z+x', '', 'u-', '=', '4755', 'g+s'],
  'a+X',
]

export const DATES = '@0 @1 @-1 @1700000000 @4102444800 @253402300799'.split(' ')

export const DATE_FORMATS = [
  ...['+%Y-%m-%d', '+%H:%M:%S', '+%s', '+%a %A %b %B', '+%c', '+%D %T', '+%j %U %W %V %G', '+%y %C %e %k %l'],
  ...['+%p %P %I', '+%N', '+%%', '+%Z %z %:z', '+%n%t|', '+%F', '+%u %w', '+%x %X', '+%-d %_d %05d', '+%Q', '+'],
]

export const FILE_NAMES = ['/a/b.c', 'b.c', '.c', '/', '//', '', 'a/', '/a//b//', '../x']
