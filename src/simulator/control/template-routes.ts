import type { Call, Reply } from '../http/call';
import type { MessageTemplate } from '../world/templates';
import type { World } from '../world/world';
import { Fields, wrong } from './fields';

/** The templates of the business account of all numbers, or of one number (`?phoneNumberId=`). */
export function showTemplates(call: Call, world: World): Reply {
  const { wabaId } = world.number(call.query.get('phoneNumberId') ?? undefined);
  return { status: 200, body: { templates: world.templates.of(wabaId) } };
}

/** Adds a template, or changes one. */
export function putTemplate(call: Call, world: World): Reply {
  const fields = new Fields(call);
  const { wabaId } = world.number(fields.text('phoneNumberId'));
  const changes: Partial<MessageTemplate> = Object.fromEntries(
    Object.entries({
      status: fields.text('status'),
      category: fields.text('category'),
      parameter_format: fields.word('parameter_format', ['POSITIONAL', 'NAMED']),
      components: readComponents(fields.unknown('components')),
    }).filter(([, value]) => value !== undefined),
  );
  const [name, language] = [fields.requiredText('name'), fields.requiredText('language')];
  return { status: 200, body: world.templates.put(wabaId, { name, language, ...changes }) };
}

function readComponents(value: unknown): MessageTemplate['components'] | undefined {
  if (value === undefined) return undefined;
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null);
  if (!isList) throw wrong('components', 'must be a list of objects');
  return value;
}
