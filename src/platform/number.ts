/** Whether the platform tells of identity changes of customers; `unknown` where an API cannot be asked. */
export type IdentityCheck = 'on' | 'off' | 'unknown';

export interface CodeRequest {
  method: 'SMS' | 'VOICE';
  /** `en` or `en_US`: the documents name both forms (S1; facts, section 4). */
  language: string;
}

export interface Registration {
  /** The two-step verification PIN of the number, or six digits that become it. */
  pin: string;
  /** ISO 3166 country in which message data is to be stored at rest. */
  dataLocalizationRegion?: string;
}

/** Fields of a business number as the platform gives them, like `throughput: { level }`. */
export type NumberInfo = Readonly<Record<string, unknown>>;

export interface NumberPage {
  numbers: NumberInfo[];
  /** Cursor for the page after this one; absent on the last. */
  next?: string;
}

export interface PageRequest {
  fields?: readonly string[];
  /** Numbers a page; the platform's own choice without it. */
  limit?: number;
  /** What `next` of the page before said. */
  after?: string;
}

/**
 * What can be done with the business number itself. Each rejects with PlatformError when the platform refuses, and with
 * NoAnswerError when no usable answer comes.
 */
export interface NumberOperations {
  /**
   * Turns the identity change check on or off (S1). On-Premises: the setting `show_security_notifications`, which also
   * blocks customers whose identity changed until it is acknowledged (S2).
   */
  setIdentityCheck(enabled: boolean): Promise<void>;
  /** No document of the Cloud API promises that the setting can be read back (facts, section 3). */
  readIdentityCheck(): Promise<IdentityCheck>;
  /** Has the platform send the registration code to the number (S1). Codes live about ten minutes. */
  requestCode(request: CodeRequest): Promise<void>;
  /** Proves with the registration code that the number is ours (S1). */
  verifyCode(code: string): Promise<void>;
  /** Registers the verified number for sending: ten times in 72 hours at most, deregistering included (facts, section 4). */
  register(registration: Registration): Promise<void>;
  deregister(): Promise<void>;
  setTwoStepPin(pin: string): Promise<void>;
  /** @param fields those of `NUMBER_FIELDS` without it */
  numberInfo(fields?: readonly string[]): Promise<NumberInfo>;
}

/** What tells most about a number. Any field that the platform knows can be asked for. */
export const NUMBER_FIELDS: readonly string[] = [
  'id',
  'display_phone_number',
  'verified_name',
  'code_verification_status',
  'name_status',
  'quality_rating',
  'throughput',
  'platform_type',
];
