import type { Clock } from '../clock';

const DAY = 86_400_000;
/** How long after a customer wrote the business may send what is no template. */
const WINDOW = DAY;
/** How long a business that dialled a hidden number is shown it (facts, section 9). */
const NUMBER_SHOWN = 30 * DAY;

/** When one customer and each business number were last in contact, by the IDs of the numbers. */
export class Contacts {
  readonly #clock: Clock;
  readonly #wrote = new Map<string, number>();
  readonly #dialled = new Map<string, number>();
  readonly #wroteAtFirst: number;

  /** @param hasWritten whether the customer is taken to have written to every number just now */
  constructor(clock: Clock, hasWritten: boolean) {
    this.#clock = clock;
    this.#wroteAtFirst = hasWritten ? clock.now() : Number.NEGATIVE_INFINITY;
  }

  wrote(phoneNumberId: string): void {
    this.#wrote.set(phoneNumberId, this.#clock.now());
  }

  /** The business sent a message to the phone number. */
  dialled(phoneNumberId: string): void {
    this.#dialled.set(phoneNumberId, this.#clock.now());
  }

  /** The customer has another number, which nobody has dialled yet. */
  changeNumber(): void {
    this.#dialled.clear();
  }

  /** Whether the customer service window is open. */
  isOpen(phoneNumberId: string): boolean {
    return this.#clock.now() - (this.#wrote.get(phoneNumberId) ?? this.#wroteAtFirst) < WINDOW;
  }

  wasDialledLately(phoneNumberId: string): boolean {
    const at = this.#dialled.get(phoneNumberId);
    return at !== undefined && this.#clock.now() - at < NUMBER_SHOWN;
  }
}
