import type { MessageContent, Person } from './sent-message';

/** A message as the customer who wrote it sees it. */
export interface WrittenMessage {
  /** The wamid. */
  readonly id: string;
  /** Phone number ID of the business number that it was written to. */
  readonly to: string;
  /** ISO 8601. */
  readonly at: string;
  readonly content: MessageContent;
  /** Who held the account then, and which device it was, counted from 1. */
  readonly person: Person;
  readonly device: number;
  /** ISO 8601, once the business marked it, or a later one, as read. */
  readAt?: string;
  /** ISO 8601: when the business last showed that it writes an answer to this message. */
  typingAt?: string;
}

/** What a customer wrote, and whether it was read. */
export class WrittenMessages {
  /** Oldest first. */
  readonly all: WrittenMessage[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(message: WrittenMessage): void {
    this.all.push(message);
    if (this.all.length > this.#limit) this.all.shift();
  }

  /**
   * Marks a message as read, and with it all before it in the same conversation.
   *
   * @returns whether the customer wrote it
   */
  markAsRead(id: string, at: string, isTyping: boolean): boolean {
    const index = this.all.findIndex((message) => message.id === id);
    const marked = this.all[index];
    if (marked === undefined) return false;
    for (const message of this.all.slice(0, index + 1)) if (message.to === marked.to) message.readAt ??= at;
    if (isTyping) marked.typingAt = at;
    return true;
  }
}
