import type { BusinessNumber } from './business-number';

/** An error as failed statuses carry it. */
export interface StatusError {
  code: number;
  title: string;
  message?: string;
  error_data?: { details: string };
}

/** Word for word the example of S1, which has neither `message` nor `error_data`. */
export const HASH_MISMATCH: StatusError = {
  code: 137000,
  title: 'Confirm the correct Recipient Identity Key Hash or send without any identity key hash',
};

/** The On-Premises API's word for a blocked message (facts, section 1c). */
export const IDENTITY_NOT_ACKNOWLEDGED: StatusError = {
  code: 480,
  title: 'Failed to send message since we detect an identity change of the contact',
};

const NOT_ON_WHATSAPP: StatusError = {
  code: 131026,
  title: 'Message undeliverable',
  message: 'Message undeliverable',
  error_data: { details: 'The recipient is not on WhatsApp.' },
};

const NO_VALID_USER: StatusError = { code: 1013, title: 'User is not valid' };

/** What each API calls a recipient who is not on WhatsApp. */
export const undeliverable = ({ onPremises }: BusinessNumber): StatusError =>
  onPremises === undefined ? NOT_ON_WHATSAPP : NO_VALID_USER;
