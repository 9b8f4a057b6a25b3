import type { IncomingHttpHeaders } from 'node:http';
import type { CertificateRefusal } from './client-certificate';
import type { ReadBody } from './read-body';

/** A request to an address of webhooks, wherever it came from. */
export interface WebhookRequest {
  method: string;
  /** Names in lower case. */
  headers: IncomingHttpHeaders;
  query(): URLSearchParams;
  /** The one part of the request's path that follows the address, where there is one. */
  below: string | undefined;
  /** Whether it was sent from this machine. */
  isLocal(): boolean;
  /** What the client's certificate showed; undefined where none is asked for. */
  certificate: 'accepted' | CertificateRefusal | undefined;
  /** @param limit bytes */
  readBody(limit: number): Promise<ReadBody>;
}
