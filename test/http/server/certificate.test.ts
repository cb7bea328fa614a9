import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { hostname, networkInterfaces, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCertificate, fingerprintOf } from '../../../src/http/certificate.js'
import { type HttpServer, listenHttp } from '../../../src/http/server.js'
import { dial } from './wire.js'

/** A program of this machine. */
const isThere = (name: string) => (process.env.PATH ?? '').split(delimiter).some(path => existsSync(join(path, name)))

const handlers = [http.get('*/x', () => HttpResponse.text('over TLS'))]

describe('the certificate', () => {
  test('is good for a year, for the names of this host and for the one that was asked for', async () => {
    const certificate = new X509Certificate((await createCertificate('vm.example')).cert)
    expect(certificate.subject).toBe('O=mockvm\nCN=mockvm')
    expect(certificate.issuer).toBe(certificate.subject)
    expect(certificate.ca).toBe(false)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
    expect(Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)).toBe(366 * 86_400_000)
    expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now() - 86_000_000)
    for (const name of ['localhost', 'pve', 'kubernetes.default.svc', 'vm.example']) {
      expect(certificate.checkHost(name)).toBe(name)
    }
    for (const address of ['127.0.0.1', '::1']) expect(certificate.checkIP(address)).toBe(address)
    expect(certificate.checkHost('vm2.example')).toBeUndefined()
  })

  test('has an address for its host where it listens on one, once', async () => {
    const { subjectAltName } = new X509Certificate((await createCertificate('127.0.0.1')).cert)
    expect(subjectAltName?.match(/127\.0\.0\.1/g)).toHaveLength(1)
  })

  test.each(['0.0.0.0', '::'])(
    'is for every address of this machine and for its name where it listens on %s',
    async host => {
      const certificate = new X509Certificate((await createCertificate(host)).cert)
      const own = Object.values(networkInterfaces()).flatMap((found = []) => found.map(({ address }) => address))
      expect(own.length).toBeGreaterThan(0)
      for (const address of [host, ...own]) expect(certificate.checkIP(address)).toBe(address)
      expect(certificate.checkHost(hostname())).toBe(hostname())
      const only = new X509Certificate((await createCertificate('127.0.0.1')).cert)
      expect(own.filter(address => only.checkIP(address) === undefined)).toEqual(
        own.filter(address => address !== '127.0.0.1' && address !== '::1'),
      )
    },
  )

  test('that is the user’s has to come with its own key', async () => {
    const [{ cert }, other] = await Promise.all([createCertificate('a'), createCertificate('a')])
    for (const [tls, message] of [
      [{ cert, key: other.key }, 'listenHttp: tls.key: expected the private key of the certificate, got another one'],
      [{ cert, key: cert }, 'listenHttp: tls.key: expected a private key in PEM'],
      [{ cert: other.key, key: other.key }, 'listenHttp: tls.cert: expected a certificate in PEM'],
    ] as const) {
      await expect(listenHttp(handlers, { tls })).rejects.toThrow(new TypeError(message))
    }
  })

  test('is another one each time', async () => {
    const [one, two] = await Promise.all([createCertificate('a'), createCertificate('a')])
    expect(fingerprintOf(one)).not.toBe(fingerprintOf(two))
    expect(new X509Certificate(one.cert).serialNumber).not.toBe(new X509Certificate(two.cert).serialNumber)
  })
})

describe('over HTTPS', () => {
  let server: HttpServer
  let directory: string

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  })

  afterEach(async () => {
    await server.close()
    rmSync(directory, { recursive: true })
  })

  /** What a client gets that trusts this certificate and no other. */
  function fetchText(url: string, ca: string | undefined, servername?: string): Promise<string> {
    return new Promise((done, failed) => {
      get(url, { ca, agent: false, ...(servername !== undefined && { servername }) }, answer => done(text(answer))).on(
        'error',
        failed,
      )
    })
  }

  test('a client that trusts the certificate is answered, and others are not', async () => {
    server = await listenHttp(handlers, { tls: true })
    expect(server.url).toBe(`https://127.0.0.1:${server.port}`)
    expect(server.fingerprint).toBe(new X509Certificate(server.certificate ?? '').fingerprint256)
    expect(await fetchText(`${server.url}/x`, server.certificate)).toBe('over TLS')
    expect(await fetchText(`https://localhost:${server.port}/x`, server.certificate, 'localhost')).toBe('over TLS')
    await expect(fetchText(`${server.url}/x`, undefined)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    await expect(fetchText(`${server.url}/x`, (await createCertificate('a')).cert)).rejects.toThrow()
  })

  test('the certificate may be one of the user’s', async () => {
    const tls = await createCertificate('127.0.0.1')
    server = await listenHttp(handlers, { tls })
    expect([server.certificate, server.fingerprint]).toEqual([tls.cert, fingerprintOf(tls)])
    expect(await fetchText(`${server.url}/x`, tls.cert)).toBe('over TLS')
  })

  test('the reason phrase is there, since HTTP/2 is not spoken', async () => {
    server = await listenHttp(
      [http.get('*/x', () => new Response('', { status: 500, statusText: 'VM is not running' }))],
      {
        tls: true,
      },
    )
    const options = { ca: server.certificate, agent: false as const, ALPNProtocols: ['h2', 'http/1.1'] }
    const answer = await new Promise(done => get(`${server.url}/x`, options, done))
    expect(answer).toMatchObject({ httpVersion: '1.1', statusCode: 500, statusMessage: 'VM is not running' })
  })

  test.each(['http/1.0', 'http/1.1'])('a client that can do no more than %s is answered', async protocol => {
    server = await listenHttp(handlers, { tls: true })
    const options = { ca: server.certificate, agent: false as const, ALPNProtocols: [protocol] }
    const answer = await new Promise<IncomingMessage>((done, failed) => {
      get(`${server.url}/x`, options, done).on('error', failed)
    })
    expect(await text(answer)).toBe('over TLS')
  })

  test('a client that says nothing does not hold up the end', async () => {
    server = await listenHttp(handlers, { tls: true })
    const silent = await dial(server.port)
    await server.close()
    expect(await silent.end()).toBe('')
  })

  test.each(['curl'].filter(isThere))('%s takes the certificate from a file', async program => {
    server = await listenHttp(handlers, { tls: true })
    const file = join(directory, 'certificate.pem')
    writeFileSync(file, server.certificate ?? '')
    // Asynchronously: the server is in this process.
    const printed = await new Promise((done, failed) =>
      execFile(program, ['--silent', '--show-error', '--cacert', file, `${server.url}/x`], (error, out) =>
        error === null ? done(out) : failed(error),
      ),
    )
    expect(printed).toBe('over TLS')
  })
})
