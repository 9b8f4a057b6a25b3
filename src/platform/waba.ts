import type { NumberPage, PageRequest } from './number';

/** An app that gets the webhooks of a WhatsApp Business Account. */
export interface SubscribedApp {
  id: string;
  /** Absent where the platform does not say. */
  name?: string;
}

/**
 * What concerns the WhatsApp Business Account, and none of its numbers alone. Each rejects with InputError
 * `waba_id_missing`, PlatformError (`waba_unknown` and others) or NoAnswerError.
 */
export interface WabaOperations {
  /** One page of the account's numbers ("Get All Phone Numbers", S1). */
  listNumbers(page?: PageRequest): Promise<NumberPage>;
  /** The apps that get its webhooks; without any, none is sent. */
  subscribedApps(): Promise<SubscribedApp[]>;
  /** Has its webhooks sent to the app of the access token. Repeating it does no harm. */
  subscribeApp(): Promise<void>;
}
