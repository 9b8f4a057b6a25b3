import type { CatalogueEntry, CatalogueTable } from './entry';

const NEW_TOKEN =
  'Create a new access token (a system user token that does not expire serves best) and enter it in the account.';

const authFailed = (meaning: string): CatalogueEntry => ({
  name: 'auth_failed',
  category: 'access',
  meaning,
  retry: 'never',
  advice: NEW_TOKEN,
});

/** The temporary token of the app dashboard ends like this within a day. */
export const tokenExpired: CatalogueEntry = authFailed('The access token has expired');

/** A permission that the token lacks; the codes 200 to 299 mean the same as 10. */
export const permissionMissing: CatalogueEntry = {
  name: 'permission_missing',
  category: 'access',
  meaning: 'The access token lacks a permission for this request, or the permission was taken away',
  retry: 'never',
  advice:
    'Grant the app whatsapp_business_messaging (and whatsapp_business_management for settings; Advanced Access to it when acting for another business) on this account, then create a new token.',
};

const accountRestricted: CatalogueEntry = {
  name: 'account_restricted',
  category: 'integrity',
  meaning: 'The WhatsApp Business Account is restricted or disabled for breaking a policy',
  retry: 'never',
  advice: 'Look for the violation and the way to appeal in the WhatsApp Manager; nothing is sent until it is resolved.',
};

/** Who may call, and accounts that may not call any more. */
export const ACCESS: CatalogueTable = {
  0: authFailed('The platform could not authenticate the app user: the access token is no longer valid'),
  3: permissionMissing,
  10: permissionMissing,
  190: authFailed('The access token has expired or is not valid'),
  200: authFailed('The request reached the platform without an access token, or the token lacks a permission'),
  131005: permissionMissing,
  368: accountRestricted,
  131031: {
    ...accountRestricted,
    meaning: 'The account is locked, or data in the request (such as the PIN) does not match the account',
    advice: 'Check the PIN if one was sent; otherwise look for the reason of the lock in the WhatsApp Manager.',
  },
  130497: {
    name: 'country_restricted',
    category: 'integrity',
    meaning: 'The account may not message people in the country of this recipient',
    retry: 'never',
    advice:
      'See the messaging policy for the countries open to your line of business, and reach this customer another way.',
  },
};
