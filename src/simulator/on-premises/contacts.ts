import type { Call, Reply } from '../http/call';
import type { SelfHosted } from './authorize';
import type { OnPremisesContext } from './on-premises-context';
import { missing, OnPremisesError, wrong } from './on-premises-error';
import { readObject } from './parameters';

interface ContactsRequest {
  inputs: string[];
  blocking: 'wait' | 'no_wait';
  force: boolean;
}

/**
 * `POST /v1/contacts`: S2, "Validate WhatsApp Account Users". What is still being processed follows in a webhook.
 *
 * @throws OnPremisesError 1008, 1009, 1010
 */
export async function postContacts(
  call: Call,
  { number, client }: SelfHosted,
  { world, activity, onError }: OnPremisesContext,
): Promise<Reply> {
  const { inputs, blocking, force } = readRequest(readObject(call));
  const contacts = inputs.map((input) => client.contacts.recall(input, force));
  const pending = contacts.filter(({ status }) => status === 'processing').map(({ input }) => input);
  const complete = (input: string) => client.contacts.check(input);
  if (pending.length === 0) return { status: 200, body: { contacts } };
  const { contactCheckMs } = world.rules;
  if (blocking === 'wait') {
    await world.wait(contactCheckMs);
    const finished = contacts.map((contact) => (contact.status === 'processing' ? complete(contact.input) : contact));
    return { status: 200, body: { contacts: finished } };
  }
  const ended = activity.begin();
  const goesOn = world.wait(contactCheckMs);
  const follow = async (): Promise<void> => {
    if (await goesOn) world.tell(number, 'contacts', { contacts: pending.map(complete) });
  };
  return { status: 200, body: { contacts }, afterwards: () => void follow().catch(onError).finally(ended) };
}

function readRequest({
  contacts,
  blocking = 'no_wait',
  force_check: force = false,
  ...rest
}: Record<string, unknown>): ContactsRequest {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new OnPremisesError(1010, `Parameter '${unknown}' is not known.`);
  if (contacts === undefined) throw missing('contacts');
  if (!isTexts(contacts)) throw wrong('contacts', 'must be a list of phone numbers');
  if (blocking !== 'wait' && blocking !== 'no_wait') throw wrong('blocking', 'must be wait or no_wait');
  if (typeof force !== 'boolean') throw wrong('force_check', 'must be true or false');
  return { inputs: contacts, blocking, force };
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
