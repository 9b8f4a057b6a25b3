import { waitUntil } from '../../harness/wait';

/** A customer of the simulator that the simulator accounts of this process share. */
export const ANA = '+16315551001';

/** Calls the simulator's control API, whose address and token nodes put into the environment. */
export async function control<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const url = await waitUntil(() => process.env.WHATSAPP_SIMULATOR_URL, { what: 'the simulator listens' });
  const answer = await fetch(`${url}/control/${path}`, {
    method,
    headers: { authorization: `Bearer ${process.env.WHATSAPP_SIMULATOR_TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Lets a customer write to a business number. */
export const write = (phone: string, text: string, phoneNumberId: string): Promise<unknown> =>
  control('POST', `customers/${phone.replace('+', '')}/messages`, { text, to: phoneNumberId });
