import type { Reply } from '../http/call';
import type { BusinessNumber } from '../world/business-number';
import { findTemplateFault } from '../world/check-template';
import { nameOf, type SendRequest, type SentMessage } from '../world/sent-message';
import { isOutsideWindow } from '../world/service-window';
import type { World } from '../world/world';
import { GraphError, invalid } from './graph-error';
import { isObject, type Parameters } from './parse-parameters';
import { readMessage } from './read-message';

/** `POST /{phone number ID}/messages`: sends, or marks a message as read. */
export function postMessage(parameters: Parameters, number: BusinessNumber, world: World): Reply {
  if (parameters.messaging_product !== 'whatsapp') throw invalid('The parameter messaging_product is required.');
  if (!number.registration.isRegistered) throw new GraphError(133010);
  return parameters.status === undefined ? send(parameters, number, world) : markAsRead(parameters, world);
}

function send(parameters: Parameters, number: BusinessNumber, world: World): Reply {
  const request = readMessage(parameters, number, world);
  checkTemplate(request, number, world);
  if (world.rules.limitSending) checkLimits(request, number, world);
  const message = world.accept(number, request);
  const { customer, hash, id } = message;
  const isOutdated = hash !== undefined && customer !== undefined && hash !== customer.identityHash;
  if (isOutdated && world.rules.mismatchAnswer === 'http') throw new GraphError(137000);
  if (world.rules.closedWindow === 'http' && isOutsideWindow(message)) throw new GraphError(131047);
  return {
    status: 200,
    body: { messaging_product: 'whatsapp', contacts: [contactOf(message, parameters)], messages: [{ id }] },
    afterwards: () => world.proceed(message),
  };
}

function contactOf({ recipient, customer }: SentMessage, { to }: Parameters): Record<string, string> {
  if ('group' in recipient) return { input: recipient.group.id, wa_id: recipient.group.id };
  if ('userId' in recipient) return { input: recipient.userId, user_id: recipient.userId };
  return { input: String(to), wa_id: customer?.waId ?? recipient.dialled };
}

/** @throws GraphError 130429, 131056 */
function checkLimits({ recipient }: SendRequest, number: BusinessNumber, world: World): void {
  const name = 'group' in recipient ? recipient.group.id : (nameOf(recipient) ?? '');
  const code = number.sendLimits.take(number.throughputLevel, world.findCustomer(name)?.userId ?? name);
  if (code !== undefined) throw new GraphError(code);
}

/** @throws GraphError 132000, 132001, 132012, 132015, 132016 */
function checkTemplate({ content }: SendRequest, { wabaId }: BusinessNumber, world: World): void {
  if (content.type !== 'template' || !isObject(content.template)) return;
  const { name, language } = content.template;
  const code = isObject(language) ? String(language.code) : '';
  const template = world.templates.find(wabaId, String(name), code);
  if (template === undefined || !SENDABLE.includes(template.status)) {
    if (template === undefined && world.rules.unknownTemplates === 'accept') return;
    throw new GraphError(132001, { details: `template name (${name}) does not exist in ${code}` });
  }
  const fault = findTemplateFault(template, content.template);
  if (fault !== undefined) throw new GraphError(fault.code, { details: fault.details });
}

/** The states of which the platform says more than that there is no such template. */
const SENDABLE = ['APPROVED', 'PAUSED', 'DISABLED'];

function markAsRead({ status, message_id: id, typing_indicator: typing }: Parameters, world: World): Reply {
  if (status !== 'read') throw invalid('Param status must be one of {read}');
  if (typeof id !== 'string') throw invalid('The parameter message_id is required.');
  if (typing !== undefined && !(isObject(typing) && typing.type === 'text'))
    throw invalid("Param typing_indicator['type'] must be one of {text}");
  if (!world.markAsRead(id, typing !== undefined))
    throw new GraphError(131009, { details: 'There is no incoming message with this ID.' });
  return { status: 200, body: { success: true } };
}
