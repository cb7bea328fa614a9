import { tool } from './tool.js'

const CATEGORIES = [
  ...['CTYPE', 'NUMERIC', 'TIME', 'COLLATE', 'MONETARY', 'MESSAGES', 'PAPER', 'NAME', 'ADDRESS', 'TELEPHONE'],
  ...['MEASUREMENT', 'IDENTIFICATION'],
]

/** glibc's locale(1), of an image that has no locales but those of the library itself. */
export const locale = tool(tool => {
  const options = tool.options(['a,all-locales', 'm,charmaps', 'c,category-name', 'k,keyword-name', 'v,verbose'], {
    terse: true,
  })
  const { LANG = '', LANGUAGE = '', LC_ALL = '', ...env } = tool.call.env
  const isInForce = (name: string) => LC_ALL || env[name] || LANG || 'POSIX'
  if (options.has('a')) tool.print('C\nC.utf8\nPOSIX\n')
  else if (options.operands[0] === 'charmap') {
    tool.print(/utf-?8/i.test(isInForce('LC_CTYPE')) ? 'UTF-8\n' : 'ANSI_X3.4-1968\n')
  } else if (options.list.length > 0 || options.operands.length > 0) {
    throw tool.fail(`mockvm doesn't do ${tool.args[0]} yet`)
  } else {
    tool.print(`LANG=${LANG}\nLANGUAGE=${LANGUAGE}\n`)
    for (const name of CATEGORIES.map(category => `LC_${category}`)) {
      // What follows from others is in quotes.
      const own = LC_ALL === '' ? env[name] : undefined
      tool.print(own ? `${name}=${own}\n` : `${name}="${isInForce(name)}"\n`)
    }
    tool.print(`LC_ALL=${LC_ALL}\n`)
  }
})
