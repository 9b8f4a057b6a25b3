import type { MessageTemplate } from './templates';

const body = (text: string, ...examples: string[]) => ({
  type: 'BODY',
  text,
  ...(examples.length > 0 && { example: { body_text: [examples] } }),
});

const namedBody = (text: string, examples: Record<string, string>) => ({
  type: 'BODY',
  text,
  example: {
    body_text_named_params: Object.entries(examples).map(([param_name, example]) => ({ param_name, example })),
  },
});

const header = (format: string, handle: string) => ({
  type: 'HEADER',
  format,
  example: { header_handle: [`https://scontent.example/${handle}`] },
});

const footer = (text: string) => ({ type: 'FOOTER', text });
const buttons = (...all: object[]) => ({ type: 'BUTTONS', buttons: all });
const reply = (text: string) => ({ type: 'QUICK_REPLY', text });

type Sample = Pick<MessageTemplate, 'name' | 'language' | 'category' | 'components'> & Partial<MessageTemplate>;

const track = (text: string) => ({
  type: 'URL',
  text,
  url: 'https://example.com/orders/{{1}}',
  example: ['https://example.com/orders/A-1042'],
});

/** An order that left, in three languages: values in order, an address with an end of its own. */
const shipped = (language: string, text: string, farewell: string, button: string): Sample => ({
  name: 'order_shipped',
  language,
  category: 'UTILITY',
  components: [body(text, 'Ana', 'A-1042', 'Friday'), footer(farewell), buttons(track(button))],
});

/** A shop's templates, as businesses have them: every part that there is, and one of each sad end. */
export const SAMPLE_TEMPLATES: readonly Sample[] = [
  {
    name: 'hello_world',
    language: 'en_US',
    category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Hello World' },
      body('Welcome! This message shows that your business can send templates.'),
      footer('Sent by the simulator'),
    ],
  },
  {
    name: 'confirm_identity',
    language: 'en_US',
    category: 'UTILITY',
    parameter_format: 'NAMED',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Is it still you?' },
      namedBody(
        'Hello {{first_name}}, something about your WhatsApp account has changed. *Please confirm that it is you* within {{days}} days, on our site. We never ask for passwords here.',
        { first_name: 'Ana', days: '3' },
      ),
      buttons({
        type: 'URL',
        text: 'Confirm',
        url: 'https://example.com/confirm/{{1}}',
        example: ['https://example.com/confirm/4f1c'],
      }),
    ],
  },
  shipped(
    'en_US',
    'Good news {{1}}! Your order *{{2}}* is on its way and arrives on {{3}}.',
    'Thank you for your order',
    'Track your order',
  ),
  shipped(
    'es_ES',
    '¡Buenas noticias, {{1}}! Tu pedido *{{2}}* está en camino y llega el {{3}}.',
    'Gracias por tu pedido',
    'Seguir el pedido',
  ),
  shipped(
    'pt_BR',
    'Boas notícias, {{1}}! Seu pedido *{{2}}* está a caminho e chega em {{3}}.',
    'Obrigado pelo pedido',
    'Acompanhar o pedido',
  ),
  {
    name: 'appointment_reminder',
    language: 'en_US',
    category: 'UTILITY',
    parameter_format: 'NAMED',
    components: [
      {
        type: 'HEADER',
        format: 'TEXT',
        text: 'See you at {{place}}',
        example: { header_text_named_params: [{ param_name: 'place', example: 'our salon' }] },
      },
      namedBody('Hello {{first_name}}, this is your appointment on {{day}} at {{time}}. Does it still suit you?', {
        first_name: 'Ana',
        day: 'Monday',
        time: '10:30',
      }),
      buttons(reply('Yes, I come'), reply('Another day'), {
        type: 'PHONE_NUMBER',
        text: 'Call',
        phone_number: '+16505550100',
      }),
    ],
  },
  {
    name: 'invoice_ready',
    language: 'en_US',
    category: 'UTILITY',
    components: [
      header('DOCUMENT', 'invoice.pdf'),
      body('Hello {{1}}, here is your invoice {{2}} over {{3}}.', 'Ana', '2026-117', '€ 49.90'),
    ],
  },
  {
    name: 'store_location',
    language: 'en_US',
    category: 'UTILITY',
    components: [{ type: 'HEADER', format: 'LOCATION' }, body('Your order {{1}} waits for you here.', 'A-1042')],
  },
  {
    name: 'summer_sale',
    language: 'en_US',
    category: 'MARKETING',
    components: [
      header('IMAGE', 'sale.jpg'),
      body('Hi {{1}}! Our *summer sale* is on: {{2}} off everything until _{{3}}_.', 'Ana', '25 %', 'Sunday'),
      footer('Reply STOP to get no more offers'),
      buttons(
        reply('Stop promotions'),
        { type: 'COPY_CODE', text: 'Copy offer code', example: ['SUMMER25'] },
        { type: 'URL', text: 'To the shop', url: 'https://example.com/shop' },
      ),
    ],
  },
  {
    name: 'product_video',
    language: 'en_US',
    category: 'MARKETING',
    components: [header('VIDEO', 'product.mp4'), body('See what is new this week.'), footer('Example Shop')],
  },
  {
    name: 'verification_code',
    language: 'en_US',
    category: 'AUTHENTICATION',
    components: [
      {
        ...body('*{{1}}* is your verification code. For your security, do not share this code.', '123456'),
        add_security_recommendation: true,
      },
      { ...footer('This code expires in 10 minutes.'), code_expiration_minutes: 10 },
      buttons({
        type: 'URL',
        text: 'Copy code',
        url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code_expiration_minutes=10&code=otp{{1}}',
        example: ['https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code_expiration_minutes=10&code=otp123456'],
      }),
    ],
  },
  {
    name: 'book_a_table',
    language: 'en_US',
    category: 'MARKETING',
    components: [
      body('Hungry? Book your table in a minute.'),
      buttons({ type: 'FLOW', text: 'Book', flow_id: 1254, flow_action: 'NAVIGATE', navigate_screen: 'TABLE' }),
    ],
  },
  {
    name: 'new_collection',
    language: 'en_US',
    category: 'MARKETING',
    components: [
      body('Have a look at our new collection.'),
      {
        type: 'CAROUSEL',
        cards: [1, 2].map((card) => ({
          components: [
            header('IMAGE', `card-${card}.jpg`),
            buttons({ type: 'URL', text: 'Look', url: 'https://example.com/collection' }),
          ],
        })),
      },
    ],
  },
  {
    name: 'loyalty_news',
    language: 'en_US',
    category: 'MARKETING',
    status: 'PENDING',
    components: [body('Hello {{1}}, you have {{2}} points.', 'Ana', '120')],
  },
  {
    name: 'feedback_request',
    language: 'en_US',
    category: 'MARKETING',
    status: 'PAUSED',
    components: [body('Hello {{1}}, how did you like it?', 'Ana'), buttons(reply('Good'), reply('Not so good'))],
  },
  {
    name: 'last_chance',
    language: 'en_US',
    category: 'MARKETING',
    status: 'REJECTED',
    rejected_reason: 'INVALID_FORMAT',
    components: [body('{{1}}', 'Buy now!')],
  },
];
