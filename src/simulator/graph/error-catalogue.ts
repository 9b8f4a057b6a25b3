/** What the platform says about one of its error codes: HTTP status and text. */
export interface CatalogueEntry {
  httpStatus: number;
  message: string;
  subcode?: number;
  type?: string;
  details?: string;
  isTransient?: boolean;
  userTitle?: string;
  userMessage?: string;
}

/** Facts, sections 4 and 10. */
export const CATALOGUE: Record<number, CatalogueEntry> = {
  2: { httpStatus: 503, message: '(#2) Service temporarily unavailable', isTransient: true },
  4: { httpStatus: 400, message: '(#4) Application request limit reached', subcode: 2446079, isTransient: true },
  10: { httpStatus: 403, message: '(#10) Application does not have permission for this action' },
  100: { httpStatus: 400, message: '(#100) Invalid parameter' },
  190: { httpStatus: 401, message: 'Invalid OAuth access token - Cannot parse access token' },
  200: { httpStatus: 401, message: '(#200) Provide valid app ID' },
  613: { httpStatus: 429, message: '(#613) Calls to this api have exceeded the rate limit.' },
  2500: { httpStatus: 400, message: 'Unknown path components' },
  80007: { httpStatus: 400, message: '(#80007) Rate limit issues' },
  130429: {
    httpStatus: 400,
    message: '(#130429) Rate limit hit',
    details: 'Too many messages were sent from this number.',
  },
  131000: {
    httpStatus: 500,
    message: '(#131000) Something went wrong',
    details: 'The message was not sent: unknown error.',
  },
  131008: { httpStatus: 400, message: '(#131008) Required parameter is missing' },
  131009: { httpStatus: 400, message: '(#131009) Parameter value is not valid' },
  131016: {
    httpStatus: 500,
    message: '(#131016) Service unavailable',
    details: 'A service is temporarily unavailable.',
  },
  131020: {
    httpStatus: 400,
    message: '(#131020) Invalid group',
    details: 'Nobody but the business is in the group.',
  },
  131021: {
    httpStatus: 400,
    message: '(#131021) Recipient cannot be sender',
    details: 'Sender and recipient are the same number.',
  },
  131041: {
    httpStatus: 400,
    message: '(#131041) Group unknown',
    details: 'There is no such group, or the business is not in it.',
  },
  131047: {
    httpStatus: 400,
    message: '(#131047) Re-engagement message',
    details: 'More than 24 hours have passed since the customer last replied to this number.',
  },
  131048: {
    httpStatus: 400,
    message: '(#131048) Spam rate limit hit',
    details: 'Sending from this number is restricted.',
  },
  131051: {
    httpStatus: 400,
    message: '(#131051) Unsupported message type',
    details: 'Messages of this type cannot be sent to groups.',
  },
  131056: {
    httpStatus: 400,
    message: '(#131056) Pair rate limit hit',
    details: 'Too many messages were sent to this recipient.',
  },
  131057: {
    httpStatus: 500,
    message: '(#131057) Account in maintenance mode',
    details: 'The account is being upgraded.',
  },
  132000: {
    httpStatus: 400,
    message: '(#132000) Number of parameters does not match the expected number of params',
  },
  132001: { httpStatus: 404, message: '(#132001) Template name does not exist in the translation' },
  132012: { httpStatus: 400, message: '(#132012) Parameter format does not match format in the created template' },
  132015: { httpStatus: 400, message: '(#132015) Template is paused' },
  132016: { httpStatus: 400, message: '(#132016) Template is disabled' },
  133000: {
    httpStatus: 500,
    message: '(#133000) Incomplete deregistration',
    details: 'An earlier deregistration of the number did not finish.',
  },
  133004: {
    httpStatus: 503,
    message: '(#133004) Server temporarily unavailable',
    details: 'The server cannot register numbers at the moment.',
  },
  133005: {
    httpStatus: 400,
    message: '(#133005) Two-step verification PIN mismatch',
    details: 'The PIN is not that of the number.',
  },
  133006: {
    httpStatus: 400,
    message: '(#133006) Phone number re-verification needed',
    details: 'The number must be verified before it can be registered.',
  },
  133008: { httpStatus: 400, message: '(#133008) Too many two-step verification PIN guesses' },
  133009: { httpStatus: 400, message: '(#133009) Two-step verification PIN guessed too fast' },
  133010: {
    httpStatus: 400,
    message: '(#133010) Phone number not registered',
    details: 'The number is not registered on the platform.',
  },
  133015: {
    httpStatus: 400,
    message: '(#133015) Please wait a few minutes before attempting to register this phone number',
    details: 'The number was deregistered a moment ago. Wait 5 minutes.',
  },
  133016: {
    httpStatus: 400,
    message: '(#133016) Account register deregister rate limit exceeded',
    details: 'There were too many attempts to register or deregister the number. Wait 72 hours.',
  },
  136024: {
    httpStatus: 400,
    message: '(#136024) Request code error',
    subcode: 2388091,
    isTransient: false,
    userTitle: 'The code was not sent',
    userMessage: 'Try again after some time.',
  },
  136025: {
    httpStatus: 400,
    message: '(#136025) Verify code error',
    subcode: 2388093,
    isTransient: false,
    userTitle: 'The number was not verified',
    userMessage: 'The code that was entered is wrong.',
  },
  2388091: {
    httpStatus: 400,
    message: '(#2388091) Not eligible to receive a registration code',
    details: 'The number is not being migrated.',
  },
  2388093: {
    httpStatus: 400,
    message: '(#2388093) Not eligible to verify a registration code',
    details: 'The number is not being migrated.',
  },
  137000: {
    httpStatus: 400,
    message: '(#137000) Confirm the correct Recipient Identity Key Hash or send without any identity key hash',
  },
};
