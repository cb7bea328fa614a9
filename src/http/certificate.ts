/** A certificate for HTTPS, signed by itself: clients have to be told of it, as of that of a Proxmox VE host. */
import { createPrivateKey, KeyObject, webcrypto, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { wallClock } from '../guest/clock.js'

export interface Certificate {
  /** PEM. */
  readonly cert: string
  /** The private key. PEM, PKCS #8. */
  readonly key: string
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY = 86_400_000

/** Names that clients may be told to expect, whichever address they connect to. */
const NAMES = ['localhost', 'pve', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc', '127.0.0.1', '::1']

/** For a year. @param host Where the server listens, which is what the certificate is for; and for this host in any case. */
export async function createCertificate(host: string): Promise<Certificate> {
  const x509 = await loadX509()
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  // Clients compare with the clock of the host, whatever the time of the guest is; some are a little behind.
  const now = wallClock()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'O=mockvm, CN=mockvm',
    notBefore: new Date(now - DAY),
    notAfter: new Date(now + 365 * DAY),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.SubjectAlternativeNameExtension(
        [...new Set([...NAMES, ...namesOf(host)])].map(value => ({ type: isIP(value) ? 'ip' : 'dns', value })),
      ),
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return {
    cert: `${certificate.toString('pem')}\n`,
    key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** Where it listens on all addresses of this machine, clients come by any of them, or by its name. */
function namesOf(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host]
  const addresses = Object.values(networkInterfaces()).flatMap((found = []) => found.map(({ address }) => address))
  return [host, hostname(), ...addresses]
}

/** SHA-256, as Proxmox VE and openssl print it: "AB:CD:…". Throws TypeError for what is no certificate with its key. */
export function fingerprintOf({ cert, key }: Certificate): string {
  const certificate = read('cert', 'a certificate', () => new X509Certificate(cert))
  const isIts = certificate.checkPrivateKey(read('key', 'a private key', () => createPrivateKey(key)))
  if (!isIts) throw new TypeError('listenHttp: tls.key: expected the private key of the certificate, got another one')
  return certificate.fingerprint256
}

function read<T>(option: string, expected: string, parse: () => T): T {
  try {
    return parse()
  } catch {
    throw new TypeError(`listenHttp: tls.${option}: expected ${expected} in PEM`)
  }
}

/** It wants what this adds to Reflect to be there when it loads; that stays, which is why nobody loads it without need. */
async function loadX509() {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}
