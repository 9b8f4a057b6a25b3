import type { BusinessNumber } from '../world/business-number';
import { MESSAGE_TYPES, TEXT_LIMIT } from '../world/message-types';
import { toDialled } from '../world/phone-number';
import type { MessageContent, Recipient, SendRequest } from '../world/sent-message';
import { GraphError, invalid } from './graph-error';
import { isObject, type Parameters } from './parse-parameters';

const CALLBACK_DATA_LIMIT = 512;

/**
 * Checks what a business wants to send.
 *
 * @throws GraphError 100, 131008, 131009, 131021
 */
export function readMessage(parameters: Parameters, number: BusinessNumber): SendRequest {
  const recipient = readRecipient(parameters, number);
  const content = readContent(parameters);
  return {
    recipient,
    content,
    hash: optionalText(parameters, 'recipient_identity_key_hash'),
    callbackData: optionalText(parameters, 'biz_opaque_callback_data', CALLBACK_DATA_LIMIT),
  };
}

function readRecipient(parameters: Parameters, number: BusinessNumber): Recipient {
  const { recipient_type: type = 'individual', to, recipient } = parameters;
  if (type !== 'individual' && type !== 'group')
    throw invalid('Param recipient_type must be one of {individual, group}');
  if (type === 'group') throw new GraphError(131009, { details: 'There is no group with this ID.' });
  if (to === undefined && typeof recipient === 'string' && recipient !== '') return { userId: recipient };
  // Numbers as JSON numbers are taken, as Graph takes them.
  const input = typeof to === 'number' ? String(to) : to;
  if (typeof input !== 'string' || input === '') throw invalid('The parameter to is required.');
  const dialled = toDialled(input, number.callingCode);
  if (dialled === null) throw new GraphError(131009, { details: "'to' is not a phone number." });
  if (dialled === number.displayPhoneNumber) throw new GraphError(131021);
  return { dialled };
}

function readContent(parameters: Parameters): MessageContent {
  const { type = 'text', context } = parameters;
  if (typeof type !== 'string' || !MESSAGE_TYPES.includes(type))
    throw invalid(`Param type must be one of {${MESSAGE_TYPES.join(', ')}}`);
  const body = parameters[type];
  if (body === undefined)
    throw new GraphError(131008, { details: `'${type}' is required for messages of type '${type}'.` });
  if (type === 'contacts' ? !Array.isArray(body) : !isObject(body)) throw invalid(`Param ${type} has the wrong form`);
  if (type === 'text' && isObject(body)) checkText(body.body);
  return { type, [type]: body, ...(context !== undefined && { context }) };
}

function checkText(text: unknown): void {
  if (text === undefined || text === '') throw new GraphError(131008, { details: "'body' is required in 'text'." });
  if (typeof text !== 'string') throw invalid("Param text['body'] must be a string.");
  if (text.length > TEXT_LIMIT) throw invalid(`Param text['body'] must be at most ${TEXT_LIMIT} characters long.`);
}

function optionalText(parameters: Parameters, name: string, limit = Number.POSITIVE_INFINITY): string | undefined {
  const value = parameters[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw invalid(`Param ${name} must be a string.`);
  if (value.length > limit) throw invalid(`Param ${name} must be at most ${limit} characters long.`);
  return value;
}
