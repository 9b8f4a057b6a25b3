import type { Node, NodeAPI } from 'node-red';
import type { Account } from '../../src/account';
import type { SendResult } from '../../src/messages/send-result';
import type { WhatsAppError } from '../../src/platform/errors';
import { calmStatus } from './calm-status';

/** What a send node shows below itself: what is on its way, and what became of the last message. */
export class SendStatus {
  readonly #display: ReturnType<typeof calmStatus>;
  readonly #RED: NodeAPI;
  readonly #account: Account;
  #underWay = 0;

  constructor(node: Node, RED: NodeAPI, account: Account) {
    this.#display = calmStatus(node);
    this.#RED = RED;
    this.#account = account;
    this.#show('grey', 'ring', 'ready');
  }

  sending(): void {
    this.#underWay += 1;
    const { waiting } = this.#account.sender;
    if (waiting === 0) this.#show('blue', 'ring', 'sending', { count: this.#underWay });
    else this.#show('blue', 'ring', 'waiting', { waiting });
  }

  settled(): void {
    this.#underWay -= 1;
  }

  show(result: SendResult): void {
    const isUnguarded = result.type === 'accepted' && result.outgoing.policy === 'whoever';
    if (isUnguarded) this.#show('yellow', 'dot', 'unguarded');
    else if (result.type === 'accepted') this.#show('green', 'dot', result.stage ?? 'accepted');
    else if (result.type === 'failed') this.#show('red', 'ring', 'failed', { code: result.error.code });
    else if (result.type === 'held' || result.type === 'superseded') this.#show('yellow', 'ring', 'held');
  }

  markedAsRead(): void {
    this.#show('green', 'dot', 'markedAsRead');
  }

  /** Shows why a message could not even be tried. */
  rejected({ code }: WhatsAppError): void {
    this.#show('red', 'ring', 'failed', { code });
  }

  #show(
    fill: 'grey' | 'blue' | 'green' | 'yellow' | 'red',
    shape: 'ring' | 'dot',
    key: string,
    values: Record<string, unknown> = {},
  ): void {
    this.#display(() => {
      const text = this.#RED._(`whatsapp-send-with-hash.status.${key}`, values as Record<string, string>);
      const mark = this.#account.isSimulated ? `${this.#RED._('whatsapp-send-with-hash.status.simulator')} · ` : '';
      return { fill, shape, text: mark + text };
    });
  }
}
