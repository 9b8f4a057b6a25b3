/** The secrets of a message, as they were given. */
export interface Secrets {
  code: unknown;
  pin: unknown;
}

/**
 * Takes a verification code and a PIN off a message, so that neither goes on, whether all goes well or a Catch node gets
 * the message: `msg.code` and `msg.pin`, else the members of that name of an object in `msg.payload`.
 *
 * @param payloadIsCode a payload that is no object is the code itself
 */
export function takeSecrets(msg: object, payloadIsCode: boolean): Secrets {
  const taker: Record<string, unknown> = msg as Record<string, unknown>;
  const own = { code: take(taker, 'code'), pin: take(taker, 'pin') };
  const { payload } = taker;
  if (isForm(payload)) {
    // In place: what an http in node hands on is the body of its request, which travels with the message too.
    const form = { code: take(payload, 'code'), pin: take(payload, 'pin') };
    return { code: own.code ?? form.code, pin: own.pin ?? form.pin };
  }
  if (!payloadIsCode) return own;
  const code = take(taker, 'payload');
  return { code: own.code ?? (Buffer.isBuffer(code) ? code.toString('utf8') : code), pin: own.pin };
}

function isForm(payload: unknown): payload is Record<string, unknown> {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload) && !Buffer.isBuffer(payload);
}

function take(from: Record<string, unknown>, name: string): unknown {
  const value = from[name];
  delete from[name];
  return value;
}
