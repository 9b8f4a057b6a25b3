type PhoneLibrary = typeof import('libphonenumber-js/max');

let library: PhoneLibrary | undefined;

/**
 * libphonenumber-js with the full metadata: the small one takes an Indian landline with a digit too many for valid, and
 * then completes an American number to it. Loaded when first needed, for it costs 35 ms and 9 MB.
 */
export function loadPhoneLibrary(): PhoneLibrary {
  library ??= require('libphonenumber-js/max') as PhoneLibrary;
  return library;
}
