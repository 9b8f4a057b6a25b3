import type { BusinessNumber } from './business-number';

/** An error as failed statuses carry it. */
export interface StatusError {
  code: number;
  title: string;
  message?: string;
  error_data?: { details: string };
  href?: string;
}

const HREF = 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/';

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
  href: HREF,
};

const NO_VALID_USER: StatusError = { code: 1013, title: 'User is not valid' };

const REENGAGEMENT: StatusError = {
  code: 131047,
  title: 'Re-engagement message',
  message: 'Re-engagement message',
  error_data: {
    details:
      'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  },
  href: HREF,
};

const OUTSIDE_SUPPORT_WINDOW: StatusError = {
  code: 470,
  title:
    'Failed to send message because you are outside the support window for freeform messages to this user. Please use a ' +
    'valid HSM notification or reconsider.',
};

/** What each API calls a message that is no template, more than 24 hours after the customer last wrote. */
export const outsideWindow = ({ onPremises }: BusinessNumber): StatusError =>
  onPremises === undefined ? REENGAGEMENT : OUTSIDE_SUPPORT_WINDOW;

/** What each API calls a recipient who is not on WhatsApp. */
export const undeliverable = ({ onPremises }: BusinessNumber): StatusError =>
  onPremises === undefined ? NOT_ON_WHATSAPP : NO_VALID_USER;
