/**
 * The WhatsApp Business Accounts whose webhooks the app gets: all, from the start. What happens while it does not, it never
 * hears of.
 */
export class Subscriptions {
  readonly #without = new Set<string>();

  has(wabaId: string): boolean {
    return !this.#without.has(wabaId);
  }

  add(wabaId: string): void {
    this.#without.delete(wabaId);
  }

  remove(wabaId: string): void {
    this.#without.add(wabaId);
  }
}
