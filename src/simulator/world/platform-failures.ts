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

export const UNDELIVERABLE: StatusError = {
  code: 131026,
  title: 'Message undeliverable',
  message: 'Message undeliverable',
  error_data: { details: 'The recipient is not on WhatsApp.' },
};
