import type { CatalogueEntry, CatalogueTable } from './entry';

const registration = (name: string, meaning: string, advice: string): CatalogueEntry => ({
  name,
  category: 'registration',
  meaning,
  retry: 'never',
  advice,
});

const payment: CatalogueEntry = {
  name: 'payment_problem',
  category: 'billing',
  meaning: 'The platform cannot bill the account',
  retry: 'wait',
  advice: 'Put the payment method of the WhatsApp Business Account in order, then send again.',
};

const notRegistered: CatalogueEntry = registration(
  'number_not_registered',
  'The business number is not registered on the platform, or its registration is broken',
  'Verify and register the business number, then send again.',
);

const notMigrating: CatalogueEntry = {
  name: 'verification_not_applicable',
  category: 'verification',
  meaning: 'This number cannot be verified this way, because it is not being migrated',
  retry: 'never',
  advice: 'Add and verify the number in the WhatsApp Manager instead.',
};

/** The business number itself: its registration, its verification, its bills. */
export const NUMBER: CatalogueTable = {
  131037: registration(
    'display_name_missing',
    'The business number has no approved display name',
    'Have a display name approved in the WhatsApp Manager.',
  ),
  131042: payment,
  131044: payment,
  131045: { ...notRegistered, retry: 'wait' },
  133010: notRegistered,
  133000: registration(
    'registration_failed',
    'An earlier deregistration of the number did not finish',
    'Deregister the number again before registering it.',
  ),
  133005: registration(
    'pin_wrong',
    'The two-step verification PIN is wrong',
    'Check the PIN, or set a new one in the WhatsApp Manager.',
  ),
  133006: registration(
    'number_not_verified',
    'The number must be verified before it can be registered',
    'Request and verify a code first.',
  ),
  133008: {
    ...registration(
      'pin_locked',
      'The PIN was guessed too often',
      'Wait as long as the details say, then enter the right PIN.',
    ),
    retry: 'wait',
  },
  133009: {
    ...registration('pin_locked', 'The PIN was entered too quickly', 'Wait as long as the details say.'),
    retry: 'wait',
  },
  133015: {
    ...registration(
      'registration_failed',
      'The number was deleted a moment ago, and the deletion has not finished',
      'Wait five minutes, then register again.',
    ),
    retry: 'wait',
    waitSeconds: 300,
  },
  134011: {
    name: 'terms_not_accepted',
    category: 'billing',
    meaning: 'The terms of WhatsApp Payments are not accepted yet',
    retry: 'never',
    advice: 'Accept the terms with the link in the details.',
  },
  136024: {
    name: 'code_not_sent',
    category: 'verification',
    meaning: 'The platform refused to send a verification code',
    retry: 'wait',
    // The platform says "after some time"; this is how long a code lives.
    waitSeconds: 600,
    advice: 'Wait a while before requesting another code, or choose the other method (SMS or voice).',
  },
  136025: {
    name: 'code_wrong',
    category: 'verification',
    meaning: 'The verification code is wrong',
    retry: 'never',
    advice: 'Enter the newest code; a code lives about ten minutes and works once.',
  },
  2388091: notMigrating,
  2388093: notMigrating,
};
