import type { Phone, Snapshot } from '../wire';

/** Where in the story of re-authentication the world is, and what to press next. */
export interface Step {
  /** Counts from 0. */
  at: number;
  text: string;
  /** The phone and the action on it that bring the story on. */
  phone?: number;
  action?: string;
  /** A page to open instead. */
  link?: string;
}

/** The story's steps. */
export const STEPS = ['Ask', 'New device', 'Ask again', 'Prove it', 'Trusted again'];

/** Reads the step off the first customer: nothing is remembered, so it is right whatever was pressed. */
export function stepOf({ phones, links }: Snapshot): Step | undefined {
  const [hero] = phones;
  if (!hero) return undefined;
  const { name, key, device, person, messages, flows } = hero;
  const written = messages.filter(({ from }) => from === 'customer');
  const state = flows[0]?.state;
  const isStranger = person.generation > 1;
  const at = (step: number, text: string, action?: string): Step => ({
    at: step,
    text,
    phone: key,
    ...(action && { action }),
  });

  if (state === 'trusted') return at(4, trusted(hero), 'sim-swap');
  if (state === 'changed') {
    const mailbox = links.find((link) => /mail/i.test(link.name)) ?? links[0];
    const held = isStranger ? `${name} holds the number now, and` : 'The hash is another one now:';
    const proof = mailbox
      ? `The customer has an e-mail: open “${mailbox.name}”, follow the link, type the code.`
      : 'Authenticate the customer in another way, and let the flow acknowledge the change.';
    return {
      at: 3,
      text: `${held} the private answer waits, only a neutral notice gets through. ${proof}`,
      ...(mailbox && { link: mailbox.url }),
    };
  }
  const last = written.at(-1);
  if (last === undefined) return at(0, `Press “What is my balance?” on ${name}’s phone.`, 'ask');
  if (last.device !== device)
    return at(2, `Nothing is to be seen: WhatsApp tells nobody. Let ${name} ask once more.`, 'ask');
  if (device > 1) return at(2, 'The webhook carries the new hash: see the timeline.');
  const answered = messages.some(({ from }) => from === 'business');
  if (!answered) return at(0, 'The webhook is on its way to the flow: see the timeline.');
  return at(1, `The answer left with ${name}’s identity hash. Now press “New device”.`, 'new-device');
}

function trusted({ name, device }: Phone): string {
  const done = device > 1 ? `Trust is restored, and what waited has arrived. ` : '';
  return `${done}${name} is trusted. Now press “SIM swap to someone else” and let the stranger ask: only the notice gets through.`;
}
