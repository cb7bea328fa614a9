/** What a mock of an evening's work is: a socket, JSON.parse and JSON.stringify for each line. The speed of light. */
import { createServer } from 'node:net'

const [path] = process.argv.slice(2)

createServer(socket => {
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('data', chunk => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const { execute } = JSON.parse(line)
      const reply = execute === 'guest-ping' ? { return: {} } : { error: { class: 'CommandNotFound', desc: execute } }
      socket.write(`${JSON.stringify(reply)}\n`)
    }
  })
}).listen(path)
