/** Why a server can't listen, and how to mend it. */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken. Choose another one, or 0 for any that is free',
  EACCES: 'ports below 1024 are for root. Choose another one, or 0 for any that is free',
  EADDRNOTAVAIL: 'this machine has no such address. Choose 127.0.0.1, or 0.0.0.0 for all that it has',
  ENOTFOUND: 'there is no such host. Choose 127.0.0.1, or 0.0.0.0 for all addresses of this machine',
}

export function explainListening(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return new Error(`cannot listen on ${place}: ${REASONS[error.code ?? ''] ?? error.message}.`, { cause: error })
}
