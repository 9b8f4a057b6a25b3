/** What of an account a finding is about. */
export type Part =
  | 'server'
  | 'login'
  | 'accessToken'
  | 'appSecret'
  | 'permission'
  | 'phoneNumberId'
  | 'wabaId'
  | 'graphVersion'
  | 'subscription'
  | 'identityCheck'
  | 'simulator'
  | 'account';

/** What is told beside the sentence of a finding: texts of the platform, to be shown as they are. */
export type Detail =
  | 'number'
  | 'name'
  | 'quality'
  | 'throughput'
  | 'verification'
  | 'nameStatus'
  | 'platform'
  | 'numbers'
  | 'apps'
  | 'permission'
  | 'expires'
  | 'version';

/** One thing that was learned about an account by trying it. Plain data, without any secret. */
export interface Finding {
  part: Part;
  /** `fault`: it does not work like this; `hint`: it may not be what people expect, or cannot be learned. */
  level: 'good' | 'hint' | 'fault';
  /** Names the finding for good: that of an error, else one of `Discovery`. */
  code: string;
  details?: Partial<Record<Detail, string>>;
  /** Of an error: what happened, and what to do next, as sentences. */
  message?: string;
  advice?: string;
}

/** What the findings that are no errors are called. */
export type Discovery =
  | 'token_lasts'
  | 'token_expires'
  | 'permissions_missing'
  | 'number_found'
  | 'number_of_another_waba'
  | 'number_not_chosen'
  | 'waba_found'
  | 'waba_matches'
  | 'waba_not_chosen'
  | 'subscribed'
  | 'not_subscribed'
  | 'others_subscribed'
  | 'identity_check_on'
  | 'identity_check_off'
  | 'identity_check_unknown'
  | 'logged_in'
  | 'server_found'
  | 'simulator_runs'
  | 'simulator_not_deployed';

/** A finding that is no error. Details that are not there are left out. */
export function discovered(
  part: Part,
  level: Finding['level'],
  code: Discovery,
  details: Partial<Record<Detail, unknown>> = {},
): Finding {
  const known = Object.entries(details).filter(([, text]) => typeof text === 'string' && text !== '');
  return { part, level, code, ...(known.length === 0 ? {} : { details: Object.fromEntries(known) }) };
}
