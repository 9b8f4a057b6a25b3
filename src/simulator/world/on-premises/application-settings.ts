import type { RetryPolicy } from '../../webhooks/retry-policy';

/** A setting's default, and what it may be set to. */
interface Setting {
  initial: unknown;
  isValid(value: unknown): boolean;
}

const isCount = (value: unknown): boolean =>
  (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) ||
  // The documents call the delays strings.
  (typeof value === 'string' && /^\d{1,12}$/.test(value));
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const flag = (initial: boolean): Setting => ({ initial, isValid: isFlag });
const count = (initial: number): Setting => ({ initial, isValid: isCount });

/** The settings of the On-Premises application (facts, section 5); `webhooks.url` is kept with the number. */
const SETTINGS: Record<string, Setting> = {
  callback_persist: flag(true),
  callback_backoff_delay_ms: count(3000),
  max_callback_backoff_delay_ms: count(900_000),
  sent_status: flag(false),
  pass_through: flag(false),
  show_security_notifications: flag(false),
  notify_user_change_number: flag(false),
  heartbeat_interval: count(5),
  unhealthy_interval: count(30),
  media: { initial: { auto_download: [] }, isValid: isObject },
  webhooks: { initial: { max_concurrent_requests: 6 }, isValid: isObject },
};

const DAY = 24 * 3_600_000;

/** How a self-hosted client is set up. */
export class ApplicationSettings {
  #values = initialValues();

  /** By name, as the API shows them. */
  get values(): Readonly<Record<string, unknown>> {
    return this.#values;
  }

  get showsSecurityNotifications(): boolean {
    return this.#values.show_security_notifications === true;
  }
  get notifiesOfChangedNumbers(): boolean {
    return this.#values.notify_user_change_number === true;
  }
  get tellsSentStatus(): boolean {
    return this.#values.sent_status === true;
  }

  /** "Typically 24 hours", each delay longer than the one before by the same time (facts, section 5). */
  readonly retry: RetryPolicy = {
    delayMs: (attempt) =>
      Math.min(
        attempt * Number(this.#values.callback_backoff_delay_ms),
        Number(this.#values.max_callback_backoff_delay_ms),
      ),
    giveUpAfterMs: DAY,
    orderedAttempts: 5,
  };

  /** The name of the first setting that does not exist, or cannot be so. */
  refusedIn(changes: Record<string, unknown>): string | undefined {
    return Object.keys(changes).find((name) => !settingOf(name)?.isValid(changes[name]));
  }

  /** Sets those that are named; members of `media` and `webhooks` one by one. */
  change(changes: Record<string, unknown>): void {
    for (const [name, value] of Object.entries(changes)) {
      const members = isObject(value) ? { ...(this.#values[name] as object), ...(value as object) } : undefined;
      this.#values[name] = members ?? value;
    }
  }

  reset(): void {
    this.#values = initialValues();
  }
}

const settingOf = (name: string): Setting | undefined => (Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined);

const initialValues = (): Record<string, unknown> =>
  structuredClone(Object.fromEntries(Object.entries(SETTINGS).map(([name, { initial }]) => [name, initial])));
