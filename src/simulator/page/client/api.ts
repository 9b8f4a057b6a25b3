import { token } from './access';

/** A call that was refused; the message is for people. */
export class CallError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A call of the control API. Its address is relative: the page does not know below which root it is served. */
export async function request(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const carried = token();
  const response = await fetch(`../control/${path}`, {
    method,
    cache: 'no-store',
    headers: {
      ...(carried !== undefined && { authorization: `Bearer ${carried}` }),
      ...(method !== 'GET' && { 'content-type': 'application/json' }),
    },
    ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
    ...(signal && { signal }),
  });
  if (!response.ok) throw new CallError(response.status, await reasonOf(response));
  return response;
}

/** Lets a customer do something. */
export const act = (phone: string, action: string, body?: unknown): Promise<Response> =>
  request('POST', `customers/${encodeURIComponent(phone)}/${action}`, body);

async function reasonOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const message = JSON.parse(text)?.error?.message;
    if (typeof message === 'string') return message;
  } catch {
    // Not one of our own answers: a proxy's, or Node-RED's.
  }
  return `The answer was ${response.status}${text === '' ? '' : `: ${text.slice(0, 200)}`}`;
}
