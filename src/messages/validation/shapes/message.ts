import { MAX_TEXT_LENGTH } from '../../text';
import { list, number, object, oneOf, text, textOrEmpty, variant } from '../shape';
import { interactive } from './interactive';
import { media } from './media';
import { template } from './template';

const location = object({ latitude: number(-90, 90), longitude: number(-180, 180) }, { name: text(), address: text() });

const contact = object(
  { name: object({ formatted_name: text() }) },
  { phones: list(object({}), 0, Number.POSITIVE_INFINITY), emails: list(object({}), 0, Number.POSITIVE_INFINITY) },
);

/** What each type of message must have: facts, section 8, "Outgoing", and the platform's page of each. */
const CONTENTS = {
  text: object({ body: text(MAX_TEXT_LENGTH) }),
  image: media,
  video: media,
  audio: media,
  document: media,
  sticker: media,
  location,
  contacts: list(contact, 1, 257),
  // An empty emoji takes the reaction back.
  reaction: object({ message_id: text(), emoji: textOrEmpty }),
  template,
  interactive,
  // In groups only.
  pin: object({ type: oneOf('pin', 'unpin'), message_id: text() }, { expiration_days: number(1, 30) }),
};

/** The types whose content stands under a property of the type's name. */
export const CONTENT_TYPES: readonly string[] = Object.keys(CONTENTS);

/** The message that is answered; the platform shows it above the answer. */
const context = object({ message_id: text() });

export const message = variant(
  'type',
  Object.fromEntries(Object.entries(CONTENTS).map(([type, shape]) => [type, object({ [type]: shape }, { context })])),
);
