import type { CatalogueEntry, CatalogueRange, CatalogueTable, ErrorCategory } from './entry';

const entry = (name: string, category: ErrorCategory, meaning: string, advice: string): CatalogueEntry => ({
  name,
  category,
  meaning,
  retry: 'never',
  advice,
});

const busy = (meaning: string, waitSeconds: number): CatalogueEntry => ({
  ...entry(
    'temporary_platform_error',
    'temporary',
    meaning,
    'Repeat with growing pauses; if it lasts, look at the installation.',
  ),
  retry: 'backoff',
  waitSeconds,
});

const tooMany: CatalogueEntry = {
  ...entry(
    'rate_limited',
    'throttling',
    'The On-Premises API gets too many requests',
    'Send more slowly, and repeat with growing pauses.',
  ),
  retry: 'backoff',
  waitSeconds: 1,
};

const badRequest = (meaning: string): CatalogueEntry =>
  entry('invalid_parameter', 'request', meaning, 'Correct the request; the details name the part at fault.');

const recipient = (name: string, meaning: string, advice: string): CatalogueEntry =>
  entry(name, 'recipient', meaning, advice);

const serverFault = (meaning: string): CatalogueEntry =>
  entry('platform_rejected', 'unknown', meaning, "Look at the details, and at the installation's own log.");

const group = (meaning: string): CatalogueEntry =>
  entry('group_error', 'feature', meaning, 'The details say what was refused.');

const certificate: CatalogueEntry = {
  ...entry(
    'number_not_registered',
    'registration',
    'The certificate of the business number is missing, expired or does not match',
    'Renew the certificate of the number in the installation.',
  ),
  retry: 'wait',
};

/** What tells them apart is not documented well enough. */
const template = entry(
  'template_error',
  'template',
  'The template of the message was refused: it may be missing, not approved, or have other parameters',
  'Compare the message with the template in the WhatsApp Manager; the details say more.',
);

/**
 * The codes of the On-Premises API, in its answers (1000 and more) and in its statuses (facts, section 5). None of them is
 * also a code of the Cloud API.
 */
export const ON_PREMISES: CatalogueTable = {
  1000: serverFault('The On-Premises API failed without a reason of its own'),
  1001: badRequest('The message is longer than the 4096 characters that are allowed'),
  1002: badRequest('The type of the recipient is not one that the On-Premises API knows'),
  1003: group('The business number is not a participant of the group'),
  1004: badRequest('What was to be created exists already'),
  1005: entry(
    'auth_failed',
    'access',
    'The On-Premises API denies access: user name, password, token or key are wrong, or the user may not do this',
    'Check the credentials in the account; settings need an admin, and a new installation a first change of the password.',
  ),
  1006: entry(
    'resource_not_found',
    'request',
    'The On-Premises API does not know what was asked for, such as this contact',
    'Check the base URL of the account; a contact is known after it was validated or exchanged messages.',
  ),
  1007: recipient(
    'recipient_blocked',
    'The recipient may not receive messages from this business',
    'Reach the customer another way.',
  ),
  1008: badRequest('The request lacks a required parameter'),
  1009: badRequest('The request has a parameter with a value that is not allowed'),
  1010: badRequest('The request has a parameter that does not belong there'),
  1011: busy('The service is not ready', 5),
  1012: group('The group is not known'),
  1013: recipient(
    'recipient_unreachable',
    'The recipient is not a valid WhatsApp user',
    'Ask the customer outside WhatsApp to check the number.',
  ),
  1014: serverFault('The On-Premises API failed inside'),
  1015: tooMany,
  1016: busy('The system is overloaded', 5),
  1017: busy('This part of the installation is not the primary master', 5),
  1018: busy('This part of the installation is not the primary core app', 5),
  1026: recipient(
    'recipient_unreachable',
    "The recipient's app cannot receive this message",
    'Send another type of message, or ask the customer to update the app.',
  ),
  400: entry(
    'media_error',
    'media',
    'The media could not be downloaded',
    'Ask the customer to send it again or another way.',
  ),
  402: {
    ...entry(
      'payment_problem',
      'billing',
      'The platform cannot bill the account',
      'Put the payment method of the WhatsApp Business Account in order, then send again.',
    ),
    retry: 'wait',
  },
  408: recipient(
    'recipient_unreachable',
    'The message was not valid any more: it had been waiting for more than a day',
    'Send it again if it still matters.',
  ),
  410: recipient(
    'message_expired',
    'The message expired before it was delivered',
    'Send it again if it still matters.',
  ),
  429: tooMany,
  430: certificate,
  432: certificate,
  433: certificate,
  470: recipient(
    'outside_24h_window',
    "More than 24 hours have passed since the customer's last message",
    'Send an approved template instead; the answer of the customer opens the window again.',
  ),
  471: {
    ...entry(
      'messaging_limited',
      'throttling',
      'This business number is restricted because of spam reports, or has reached its messaging limit',
      "Look at the number's quality in the WhatsApp Manager, and send less and more welcome messages.",
    ),
    retry: 'wait',
  },
  472: recipient(
    'marketing_not_delivered',
    'The platform held this message back as part of an experiment',
    'Do not repeat it; reach the customer another way if it matters.',
  ),
  480: entry(
    'identity_mismatch',
    'identity',
    "The customer's identity has changed, and the On-Premises API blocks messages until the change is acknowledged",
    'Authenticate the customer again outside WhatsApp, then acknowledge the change with identity ack.',
  ),
  500: serverFault('The message failed inside the On-Premises API'),
  501: entry(
    'unsupported_message',
    'request',
    'The On-Premises API does not support this type of message',
    'Use a type of message that the On-Premises API documents.',
  ),
  2000: template,
  2001: template,
  2002: template,
  2003: template,
};

/** Codes that exist, but whose texts are not documented (facts, section 5). */
export const ON_PREMISES_RANGES: readonly CatalogueRange[] = [
  {
    from: 1000,
    to: 1031,
    entry: serverFault('The On-Premises API refused the request for a reason that it does not document'),
  },
];
