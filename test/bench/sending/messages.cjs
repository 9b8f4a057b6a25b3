// What every contestant sends: a text to one customer of many, so that none gets more than a person would.
const CUSTOMERS = 20_000;
const NUMBER = '106540352242922';
const TOKEN = 'benchmark-token';

const phoneOf = (index) => `+1650${String(2_000_000 + (index % CUSTOMERS))}`;
const textOf = (index) => `Your parcel ${index} is on its way. It arrives tomorrow between 9 and 12 o'clock.`;
const hashOf = (phone) => `H${phone.slice(1)}=`;

/** The body of the call, as the Cloud API takes it. */
const toBody = (index) => ({
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  to: phoneOf(index),
  type: 'text',
  text: { body: textOf(index) },
  recipient_identity_key_hash: hashOf(phoneOf(index)),
});

module.exports = { CUSTOMERS, NUMBER, TOKEN, phoneOf, hashOf, textOf, toBody };
