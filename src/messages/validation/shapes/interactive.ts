import { list, number, object, oneOf, type Shape, sections, text, variant } from '../shape';
import { media } from './media';

const header = variant('type', {
  text: object({ text: text(60) }),
  image: object({ image: media }),
  video: object({ video: media }),
  document: object({ document: media }),
});
const textHeader = object({ type: oneOf('text'), text: text(60) });
const mediaHeader = variant('type', {
  text: object({ type: oneOf('image', 'video') }),
  image: object({ image: media }),
  video: object({ video: media }),
});
const footer = object({ text: text(60) });
const body = object({ text: text(1024) });

const BUTTON_TEXT = text(20);

const replyButton = variant('type', { reply: object({ reply: object({ id: text(256), title: BUTTON_TEXT }) }) });
const row = object({ id: text(200), title: text(24) }, { description: text(72) });
const productItem = object({ product_retailer_id: text() });

/** An action that names itself. */
const named = (name: string, parameters: Shape): Shape => object({ name: oneOf(name), parameters });

const link = named('cta_url', object({ display_text: BUTTON_TEXT, url: text() }));
const product = object({ catalog_id: text(), product_retailer_id: text() });

const card_index = number(0, 9);
const cardBody = object({ text: text(160) });
/** A card has media above its button; one of a product has the product's own. */
const card = variant('type', {
  cta_url: object({ card_index, header: mediaHeader, action: link }, { body: cardBody }),
  product: object({ card_index, action: product }),
});

/** Messages that ask for something: facts, section 8, and the platform's pages of each. */
export const interactive = variant('type', {
  button: object({ body, action: object({ buttons: list(replyButton, 1, 3) }) }, { header, footer }),
  list: object(
    // Of all of them, the list has the longest body.
    {
      body: object({ text: text(4096) }),
      action: object({ button: BUTTON_TEXT, sections: sections('rows', row, 10) }),
    },
    { header: textHeader, footer },
  ),
  cta_url: object({ body, action: link }, { header, footer }),
  flow: object(
    {
      body,
      action: named(
        'flow',
        object({ flow_cta: text(30) }, { mode: oneOf('draft', 'published') }, { needsOneOf: ['flow_id', 'flow_name'] }),
      ),
    },
    { header, footer },
  ),
  product: object({ action: product }, { body, footer }),
  product_list: object(
    {
      header: textHeader,
      body,
      action: object({ catalog_id: text(), sections: sections('product_items', productItem, 30) }),
    },
    { footer },
  ),
  catalog_message: object({ body, action: object({ name: oneOf('catalog_message') }) }, { footer }),
  location_request_message: object({ body, action: object({ name: oneOf('send_location') }) }),
  address_message: object({ body, action: named('address_message', object({ country: text() })) }, { header, footer }),
  voice_call: object({ action: object({ name: oneOf('voice_call') }) }, { body }),
  carousel: object({ body, action: object({ cards: list(card, 2, 10) }) }),
});
