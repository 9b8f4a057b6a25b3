/** An error that calls are answered with instead of being carried out. */
export interface ApiFault {
  /** One of the API's own codes. */
  code: number;
  /** How often; counts down. */
  times: number;
  /** Only calls whose path ends like this, such as `/request_code`. */
  path?: string | undefined;
  /** HTTP status, where it should be another one than the code's own. */
  httpStatus?: number | undefined;
  /** `error_subcode` of the Graph API, where it should be another one than the code's own. */
  subcode?: number | undefined;
}

/** Misbehaviour on demand. Everything is off by default and can be changed at any time. */
export interface Faults {
  /** How many more copies of each webhook are sent, besides the first. */
  duplicates: number;
  /** How late each webhook leaves, in milliseconds. */
  delayMs: number;
  /** How much later than that it may leave, in milliseconds, each by chance: those in between overtake it. */
  disorderMs: number;
  /** Several events in one webhook: they wait until `size` of them are there, or the first has waited `waitMs`. */
  batch: { size: number; waitMs: number } | null;
  /** What is wrong with the signatures. Looked at for each attempt, so a retry can be right. */
  signature: 'valid' | 'wrong' | 'missing';
  /** Graph calls that are not carried out. */
  apiError: ApiFault | null;
  /** Calls of the On-Premises API that are not carried out. */
  onPremisesError: ApiFault | null;
}

export const noFaults: Faults = {
  duplicates: 0,
  delayMs: 0,
  disorderMs: 0,
  batch: null,
  signature: 'valid',
  apiError: null,
  onPremisesError: null,
};

/** The fault that a call meets; it has one time less from then on. */
export function takeFault(fault: ApiFault | null, path: string): ApiFault | undefined {
  if (fault === null || fault.times <= 0 || !path.endsWith(fault.path ?? '')) return undefined;
  fault.times -= 1;
  return fault;
}
