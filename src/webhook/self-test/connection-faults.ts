/** What a connection failed by, by the codes of Node.js and OpenSSL; in the order in which they are tried. */
const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME)$/, 'name_unknown'],
  [/^ECONNREFUSED$/, 'connection_refused'],
  [/^(?:ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|timeout|connect_timeout)$/, 'unreachable'],
  [/^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/, 'tls_expired'],
  [/SELF_SIGNED/, 'tls_self_signed'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$|^HOSTNAME_MISMATCH$/, 'tls_wrong_name'],
  [/^UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)/, 'tls_chain_incomplete'],
  [/CERTIFICATE_REQUIRED|ALERT_HANDSHAKE_FAILURE|ALERT_BAD_CERTIFICATE/, 'tls_client_certificate'],
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/, 'tls_not_spoken'],
  [/CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|SIGNATURE/, 'tls_failed'],
  [/^proxy_(?:refused|invalid)$/, 'proxy_refused'],
];

/** The code of the finding for a connection that failed with this code. */
export function connectionFault(code: string): string {
  return FAULTS.find(([pattern]) => pattern.test(code))?.[1] ?? 'connection_broken';
}
