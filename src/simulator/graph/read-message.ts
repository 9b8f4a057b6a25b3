import type { Fault } from '../../messages/validation/find-fault';
import { CONTENT_TYPES } from '../../messages/validation/shapes/message';
import type { BusinessNumber } from '../world/business-number';
import type { Group } from '../world/groups';
import { refusalOf } from '../world/message-types';
import { toDialled } from '../world/phone-number';
import type { MessageContent, Recipient, SendRequest } from '../world/sent-message';
import type { World } from '../world/world';
import { findUnknownMedia } from './find-unknown-media';
import { GraphError, invalid } from './graph-error';
import type { Parameters } from './parse-parameters';

const CALLBACK_DATA_LIMIT = 512;

/**
 * Checks what a business wants to send.
 *
 * @throws GraphError 100, 131008, 131009, 131020, 131021, 131041, 131051
 */
export function readMessage(parameters: Parameters, number: BusinessNumber, world: World): SendRequest {
  const recipient = readRecipient(parameters, number, world);
  const content = readContent(parameters);
  const unknown = findUnknownMedia(content, (id) => world.media.get(String(id))?.wabaId === number.wabaId);
  if (unknown !== undefined)
    throw invalid(`Param ${unknown} is not a valid whatsapp business account media attachment ID`);
  const isForGroup = 'group' in recipient;
  if (isForGroup && !GROUP_TYPES.includes(content.type)) throw new GraphError(131051);
  if (!isForGroup && content.type === 'pin')
    throw invalid('Param recipient_type must be group for messages of type pin.');
  return {
    recipient,
    content,
    hash: optionalText(parameters, 'recipient_identity_key_hash'),
    callbackData: optionalText(parameters, 'biz_opaque_callback_data', CALLBACK_DATA_LIMIT),
  };
}

/** What groups can be sent: facts, section 8, and the platform's page on messages to groups. */
const GROUP_TYPES = ['text', 'image', 'video', 'audio', 'document', 'sticker', 'template', 'pin'];

function readRecipient(parameters: Parameters, number: BusinessNumber, { groups, rules }: World): Recipient {
  const { recipient_type: type = 'individual', to, recipient } = parameters;
  if (type !== 'individual' && type !== 'group')
    throw invalid('Param recipient_type must be one of {individual, group}');
  if (type === 'group') return { group: readGroup(to, number, groups) };
  if (to === undefined && typeof recipient === 'string' && recipient !== '') return { userId: recipient };
  // Numbers as JSON numbers are taken, as Graph takes them.
  const input = typeof to === 'number' ? String(to) : to;
  if (typeof input !== 'string' || input === '') throw invalid('The parameter to is required.');
  const dialled = toDialled(input, rules.numberWithoutPlus === 'prepend' ? number.callingCode : '');
  if (dialled === null) throw new GraphError(131009, { details: "'to' is not a phone number." });
  if (dialled === number.displayPhoneNumber) throw new GraphError(131021);
  return { dialled };
}

function readGroup(id: unknown, number: BusinessNumber, groups: World['groups']): Group {
  if (typeof id !== 'string' || id === '') throw invalid('The parameter to is required.');
  const group = groups.find(id);
  if (group?.number !== number) throw new GraphError(131041);
  if (group.members.length === 0) throw new GraphError(131020);
  return group;
}

function readContent(parameters: Parameters): MessageContent {
  const { type = 'text', context } = parameters;
  if (typeof type !== 'string' || !CONTENT_TYPES.includes(type))
    throw invalid(`Param type must be one of {${CONTENT_TYPES.join(', ')}}`);
  const content = { type, [type]: parameters[type], ...(context !== undefined && { context }) };
  const fault = refusalOf(content);
  if (fault !== undefined) throw toGraphError(fault);
  return content;
}

function toGraphError(fault: Fault): GraphError {
  const { path } = fault;
  switch (fault.kind) {
    case 'missing':
      return new GraphError(131008, { details: `'${path}' is required.` });
    case 'wrong':
      return invalid(`Param ${path} must be ${fault.expected}.`);
    case 'too long':
      return invalid(`Param ${path} must be at most ${fault.most} characters long.`);
    case 'too few':
      return new GraphError(131009, { details: `'${path}' must have at least ${fault.least} items.` });
    case 'too many':
      return new GraphError(131009, { details: `'${path}' is one too many: at most ${fault.most} are allowed.` });
  }
}

function optionalText(parameters: Parameters, name: string, limit = Number.POSITIVE_INFINITY): string | undefined {
  const value = parameters[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw invalid(`Param ${name} must be a string.`);
  if (value.length > limit) throw invalid(`Param ${name} must be at most ${limit} characters long.`);
  return value;
}
