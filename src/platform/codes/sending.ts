import type { CatalogueEntry, CatalogueTable } from './entry';

const DAY = 86_400;

const invalidParameter = (meaning: string): CatalogueEntry => ({
  name: 'invalid_parameter',
  category: 'request',
  meaning,
  retry: 'never',
  advice: 'Correct the message or setting; the details name the part at fault.',
});

const recipient = (name: string, meaning: string, advice: string): CatalogueEntry => ({
  name,
  category: 'recipient',
  meaning,
  retry: 'never',
  advice,
});

/** The node's phone number ID leads nowhere. */
export const phoneNumberUnknown: CatalogueEntry = {
  name: 'phone_number_unknown',
  category: 'request',
  meaning: 'The business phone number ID is unknown to the platform, was deleted, or is hidden from this access token',
  retry: 'never',
  advice: 'Check the phone number ID in the account (not the phone number itself), and that the token may see it.',
};

/** Refusals of a single message: its form, its recipient, its time. */
export const SENDING: CatalogueTable = {
  33: phoneNumberUnknown,
  803: phoneNumberUnknown,
  100: invalidParameter('The request has a parameter that is unknown, misspelt, too long or not allowed'),
  131008: invalidParameter('The request lacks a required parameter'),
  131009: invalidParameter('The request has a parameter with a value that is not allowed'),
  135000: invalidParameter('The platform could not make sense of the parameters of the request'),
  131051: {
    ...invalidParameter('The platform does not support this type of message'),
    name: 'unsupported_message',
    advice: 'Use a type of message that the platform documents.',
  },
  130403: recipient(
    'recipient_blocked',
    'Your business has blocked this person on WhatsApp',
    'Unblock the person first if the message is wanted.',
  ),
  131021: recipient('invalid_recipient', 'Recipient and sender are the same number', 'Send to another number.'),
  131026: recipient(
    'recipient_unreachable',
    'The message cannot be delivered: the number may not be on WhatsApp, or its app or accepted terms are too old',
    'Ask the customer outside WhatsApp to check the number and update the app.',
  ),
  131030: recipient(
    'invalid_recipient',
    'The recipient is not in the list of numbers that a test number may write to',
    "Add the recipient in the app's dashboard under WhatsApp > API Setup, or send from a real number.",
  ),
  131062: recipient(
    'invalid_recipient',
    'This message cannot go to a user ID (authentication templates need a phone number)',
    "Send to the customer's phone number, or use another template.",
  ),
  131047: recipient(
    'outside_24h_window',
    "More than 24 hours have passed since the customer's last message",
    'Send an approved template instead; the customer’s answer opens the window again.',
  ),
  130472: recipient(
    'marketing_not_delivered',
    'The platform held this marketing message back as part of an experiment',
    'Do not repeat it; reach the customer another way if it matters.',
  ),
  131049: {
    ...recipient(
      'marketing_not_delivered',
      'The platform held this message back because the customer receives many marketing messages',
      'Wait at least 24 hours before sending it again; earlier attempts fail the same way.',
    ),
    retry: 'wait',
    waitSeconds: DAY,
  },
  131050: recipient(
    'marketing_opted_out',
    'The customer does not want marketing messages from your business any more',
    'Take the customer off the marketing list.',
  ),
  137000: {
    name: 'identity_mismatch',
    category: 'identity',
    meaning: "The recipient's identity is no longer the one that this message was meant for, so it was not delivered",
    retry: 'never',
    advice:
      'Authenticate the customer again outside WhatsApp, acknowledge the change, then send again; repeating with the same hash cannot succeed.',
  },
};
