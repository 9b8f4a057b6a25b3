import { TLSSocket } from 'node:tls';

/** The name in the client certificate of the Cloud API (facts, section 6). */
export const PLATFORM_CLIENT = 'client.webhooks.fbclientcerts.com';

/** Why a client's certificate was not good enough. */
export type CertificateRefusal =
  | 'client_certificate_missing'
  | 'client_certificate_untrusted'
  | 'client_certificate_name';

/**
 * What a client's certificate shows, on a server that asks for one and lets nobody in by itself.
 *
 * @param name the common name that it must have; empty for any that the server's CA has signed
 */
export function checkClientCertificate(socket: unknown, name: string): 'accepted' | CertificateRefusal {
  const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined;
  // Before anything else: a resumed session counts as authorized even where nobody ever showed a certificate.
  if (!(socket instanceof TLSSocket) || certificate?.raw === undefined) return 'client_certificate_missing';
  if (!socket.authorized) return 'client_certificate_untrusted';
  return name === '' || certificate.subject.CN === name ? 'accepted' : 'client_certificate_name';
}
