import { list, number, object, text, variant } from '../shape';
import { media } from './media';

/** A value for a placeholder. Templates with named placeholders add `parameter_name`. */
const parameter = variant('type', {
  text: object({ text: text() }),
  currency: object({ currency: object({}) }),
  date_time: object({ date_time: object({}) }),
  image: object({ image: media }),
  video: object({ video: media }),
  document: object({ document: media }),
  location: object({ location: object({ latitude: number(-90, 90), longitude: number(-180, 180) }) }),
  payload: object({ payload: text() }),
  coupon_code: object({ coupon_code: text() }),
  action: object({ action: object({}) }),
});

const parameters = list(parameter, 0, Number.POSITIVE_INFINITY);

/** Which of the template's buttons is meant, counted from 0. */
const index = number(0, 9);

const button = variant('sub_type', {
  copy_code: object({ index, parameters: list(parameter, 1, 1) }),
  quick_reply: object({ index }, { parameters }),
  url: object({ index }, { parameters }),
  flow: object({ index }, { parameters }),
  catalog: object({ index }, { parameters }),
  mpm: object({ index, parameters }),
});

const component = variant('type', {
  header: object({}, { parameters: list(parameter, 0, 1) }),
  body: object({}, { parameters }),
  button,
});

/** What the platform approved under this name and language, with values for its placeholders. */
export const template = object(
  { name: text(512), language: object({ code: text() }) },
  { components: list(component, 0, Number.POSITIVE_INFINITY) },
);
