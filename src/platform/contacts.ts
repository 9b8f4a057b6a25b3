/** `processing`: the result comes later, by webhook. `failed`: the check itself went wrong (S2). */
export type ContactStatus = 'valid' | 'invalid' | 'processing' | 'failed';

export interface ContactsRequest {
  /** Phone numbers, with their plus sign: without it the server completes them by its own number's country (S2). */
  contacts: readonly string[];
  /** `wait`: until every number is checked. `no_wait`: what is not known at once comes by webhook. */
  blocking: 'wait' | 'no_wait';
  /** Asks WhatsApp even where the server's own cache of 7 days has an answer. */
  forceCheck: boolean;
}

export interface CheckedContact {
  /** The number as it was asked for. */
  input: string;
  status: ContactStatus;
  /** Only of a valid contact (S2), though some servers name one earlier. */
  wa_id?: string;
}

export interface CheckedContacts {
  contacts: CheckedContact[];
  /** The server's own version, like `v2.45.1`, where it says so. */
  version?: string;
}

/** The identity of a customer as the On-Premises API keeps it (S2). */
export interface ContactIdentity {
  hash: string;
  /** Milliseconds since 1970: when the server noticed that the customer had potentially changed. */
  created_timestamp?: number;
  /** Whether the business has acknowledged this hash. No sign of trust. */
  acknowledged: boolean;
}

/** What can be asked about customers. All of it exists in the On-Premises API alone (S2; facts, section 5). */
export interface ContactOperations {
  validateContacts(request: ContactsRequest): Promise<CheckedContacts>;
  /** @param waId with or without its plus sign */
  readIdentity(waId: string): Promise<ContactIdentity>;
  /** Lets messages to a customer pass again whose identity changed to `hash`. Repeating it does no harm. */
  acknowledgeIdentity(waId: string, hash: string): Promise<void>;
}
