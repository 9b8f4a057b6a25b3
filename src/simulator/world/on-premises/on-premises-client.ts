import type { Clock } from '../../clock';
import type { Random } from '../../random';
import type { Rules } from '../../rules';
import type { Customer } from '../customer';
import { secret } from '../ids';
import { ApplicationSettings } from './application-settings';
import { ContactBook } from './contact-book';
import { Identities } from './identities';
import { Sessions } from './sessions';

/** How one logs in to a number's On-Premises API. What is left out is made up. */
export interface OnPremisesOptions {
  /** No two numbers of a world may have the same; `admin` by default. */
  username?: string | undefined;
  password?: string | undefined;
  /** Opens the API without a login, as providers do it: header `D360-API-KEY`, or as a bearer token. */
  apiKey?: string | undefined;
}

export interface OnPremisesContext {
  clock: Clock;
  random: Random;
  rules: Rules;
  callingCode: string;
  find(name: string): Customer | undefined;
}

/** The self-hosted client of a number that speaks the On-Premises API (facts, section 5). */
export interface OnPremisesClient {
  readonly sessions: Sessions;
  /** The password it began with. */
  readonly initialPassword: string;
  readonly apiKey: string | undefined;
  readonly settings: ApplicationSettings;
  readonly identities: Identities;
  readonly contacts: ContactBook;
  /** Whether messages to this customer fail with 480 until the change of identity was acknowledged (S2). */
  blocks(customer: Customer): boolean;
}

export function createOnPremisesClient(options: OnPremisesOptions, context: OnPremisesContext): OnPremisesClient {
  const initialPassword = options.password || secret(context.random);
  const settings = new ApplicationSettings();
  const identities = new Identities();
  return {
    sessions: new Sessions(options.username || 'admin', initialPassword, context),
    initialPassword,
    apiKey: options.apiKey || undefined,
    settings,
    identities,
    contacts: new ContactBook(context),
    blocks: (customer) => settings.showsSecurityNotifications && identities.isUnacknowledged(customer),
  };
}
