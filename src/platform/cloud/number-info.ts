import { InputError } from '../errors';
import { isObject, objectsOf } from '../http/json';
import { NUMBER_FIELDS, type NumberInfo, type NumberPage, type PageRequest } from '../number';
import type { Graph } from './graph';

/** The number's throughput level, quality, name and verification status, and whatever else is asked for (S1). */
export function numberInfo(graph: Graph, id: string, fields = NUMBER_FIELDS): Promise<NumberInfo> {
  return graph.request({ method: 'GET', path: `${id}?${toQuery({ fields: fields.join(',') })}`, repeatable: true });
}

/**
 * One page of the numbers of a WhatsApp Business Account.
 *
 * @throws InputError `waba_id_missing`
 */
export async function listNumbers(
  graph: Graph,
  wabaId: string,
  { fields = NUMBER_FIELDS, limit, after }: PageRequest = {},
): Promise<NumberPage> {
  if (wabaId === '') throw wabaIdMissing();
  const query = toQuery({
    fields: fields.join(','),
    ...(limit === undefined ? {} : { limit: String(limit) }),
    ...(after === undefined ? {} : { after }),
  });
  const { data, paging } = await graph.request({
    method: 'GET',
    path: `${wabaId}/phone_numbers?${query}`,
    repeatable: true,
  });
  const next = isObject(paging) ? toNext(paging) : undefined;
  return { numbers: objectsOf(data), ...(next === undefined ? {} : { next }) };
}

/**
 * The cursor, where there is a next page. The address of that page is not followed: it names a host of the platform's
 * choosing and carries the token.
 */
function toNext({ next, cursors }: Record<string, unknown>): string | undefined {
  const after = isObject(cursors) ? cursors.after : undefined;
  return typeof next === 'string' && typeof after === 'string' && after !== '' ? after : undefined;
}

const toQuery = (parameters: Record<string, string>): string => new URLSearchParams(parameters).toString();

const wabaIdMissing = (): InputError =>
  new InputError(
    'waba_id_missing',
    'The account has no ID of a WhatsApp Business Account, whose numbers could be listed.',
    'Enter the WhatsApp Business Account ID in the account.',
  );
