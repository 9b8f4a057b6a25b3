import { isObject, objectsOf } from '../../platform/http/json';
import type { MessageContent } from '../content';
import type { Template } from '../template/template';
import { formatted, plain } from './formatting';
import { interactivePreview } from './interactive-preview';
import { mediaPreview } from './media-preview';
import type { Preview } from './preview';
import { templatePreview } from './template-preview';
import { textOf } from './text-of';

/**
 * What the customer sees of a message, as far as it is known: values that come with a message stand in it as expressions,
 * see `asExpression`. A message need not be complete, nor within the limits.
 *
 * @param template that the message is made of, where it is known
 */
export function toPreview(message: MessageContent, template?: Template): Preview {
  const { context } = message;
  const quoted = isObject(context) ? textOf(context.message_id) : '';
  return { ...contentPreview(message, template), ...(quoted === '' ? {} : { quotes: plain(quoted) }) };
}

function contentPreview(message: MessageContent, template: Template | undefined): Preview {
  const content = isObject(message[message.type]) ? (message[message.type] as Record<string, unknown>) : {};
  const nothing = { buttons: [], sections: [] };
  switch (message.type) {
    case 'text':
      return { ...nothing, body: formatted(textOf(content.body)) };
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker': {
      const caption = textOf(content.caption);
      const body = caption === '' ? {} : { body: formatted(caption) };
      return { ...nothing, ...mediaPreview(message.type, content), ...body };
    }
    case 'location':
      return { ...nothing, ...mediaPreview('location', content) };
    case 'reaction':
      return { ...nothing, reaction: plain(textOf(content.emoji)), quotes: plain(textOf(content.message_id)) };
    case 'interactive':
      return interactivePreview(content);
    case 'template':
      return template === undefined ? unknownTemplate(content) : templatePreview(template, content);
    default:
      return nothing;
  }
}

/** A template whose text nobody knows here: its name, and what is filled in. */
function unknownTemplate({ name, language, components }: Record<string, unknown>): Preview {
  const code = isObject(language) ? textOf(language.code) : '';
  const parameters = objectsOf(components).flatMap((component) => objectsOf(component.parameters));
  const values = parameters.map((parameter) => textOf(parameter[textOf(parameter.type)])).filter((text) => text !== '');
  return {
    header: plain([textOf(name), code].filter((text) => text !== '').join(' · ')),
    body: plain(values.join('\n')),
    buttons: [],
    sections: [],
  };
}
