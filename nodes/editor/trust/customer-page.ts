import { el, show } from '../../../src/simulator/page/client/dom';
import type { TrustCustomer } from '../../shared/trust-wire';
import { customerView } from './customer-view';
import { focusOn, keepingFocus } from './keeping-focus';
import { createQuestion, type Question } from './question';
import { say } from './say';
import { type Change, sentencesOf } from './sentences-of';

interface PageOptions {
  back(): void;
  /** Carries out what was asked and answered with yes, about the customer as shown then. */
  carryOut(change: Change, customer: TrustCustomer): void;
  /** Told when a question was taken back, for what it was about has changed. */
  onOverrun(): void;
}

/** The page of one customer, which stays as it is where nothing has changed. */
export interface CustomerPage {
  element: HTMLElement;
  /** @param path below which the runtime serves the customer */
  show(customer: TrustCustomer, path: string): void;
  close(): void;
  focus(): void;
}

export function createCustomerPage({ back, carryOut, onOverrun }: PageOptions): CustomerPage {
  let open: { change: Change; customer: TrustCustomer; question: Question } | undefined;
  let isRevealed = false;
  const element = el('div', { class: 'whatsapp-trust-view' });
  element.hidden = true;
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    // What had the focus is gone then, and Node-RED's own shortcuts stumble over that.
    event.stopPropagation();
    back();
  });

  /** Puts the question where the buttons were, which come back when it is answered. */
  function place(question: Question): () => void {
    const actions = element.querySelector('.whatsapp-trust-asking');
    const former = [...(actions?.childNodes ?? [])];
    actions?.replaceChildren(question.element);
    return () => actions?.replaceChildren(...former);
  }

  let restore = (): void => undefined;
  function ask(change: Change, customer: TrustCustomer): void {
    const question = createQuestion({
      title: say(`${change}.title`),
      action: say(`${change}.button`),
      isFinal: change === 'forget',
      answer: (isYes) => {
        open = undefined;
        restore();
        if (isYes) carryOut(change, customer);
        else focusOn(element, change);
      },
    });
    question.explain(sentencesOf(change, customer));
    open = { change, customer, question };
    restore = place(question);
    question.focus();
  }

  return {
    element,
    show(customer, path) {
      element.hidden = false;
      const focused = document.activeElement;
      keepingFocus(element, () =>
        show(element, [customer, path], () => {
          const mayChange = RED.user.hasPermission('whatsapp-trust.write');
          const asking = mayChange ? { ask: (change: Change) => ask(change, customer) } : {};
          const onReveal = (): void => {
            isRevealed = true;
          };
          return customerView({ customer, path, back, reveal: { isRevealed, onReveal }, ...asking });
        }),
      );
      if (open === undefined || open.question.element.isConnected) return;
      // What was asked was about what was shown then.
      if (open.customer.changeId !== customer.changeId) {
        open = undefined;
        onOverrun();
        return;
      }
      open.question.explain(sentencesOf(open.change, customer));
      restore = place(open.question);
      if (open.question.element.contains(focused)) (focused as HTMLElement).focus();
    },
    close() {
      open = undefined;
      isRevealed = false;
      element.hidden = true;
      show(element, null, () => []);
    },
    focus: () => focusOn(element, 'title'),
  };
}
