import type { Faults } from '../faults';
import type { Rules } from '../rules';
import type { FilledTemplate } from '../world/fill-template';
import type { MessageContent, Person } from '../world/sent-message';

/** A message on a customer's phone, whoever wrote it. */
export interface PhoneMessage {
  /** The wamid. */
  id: string;
  from: 'business' | 'customer';
  /** Phone number ID of the business number. */
  number: string;
  /** ISO 8601. */
  at: string;
  content: MessageContent;
  /** What is read of it, where it is made of a template that the business has. */
  template?: FilledTemplate | undefined;
  /** Subject of the group that it was written in, if it was. */
  group?: string | undefined;
  /** Who held the phone then, and which device it was. */
  person: Person;
  device: number;
  /** ISO 8601, once the other side has read it. */
  readAt?: string | undefined;
}

/** A group that a customer is in. */
export interface PhoneGroup {
  id: string;
  subject: string;
}

/** How a flow sees a customer: what its ledger says. */
export interface FlowView {
  phoneNumberId: string;
  /** One of the states of trust. */
  state: string;
  /** The hash that the ledger takes for the current one. */
  hash: string | null;
  heldMessages: number;
}

/** A customer's phone. */
export interface Phone {
  /** Stays the same when the number changes hands, or the customer changes the number. */
  key: number;
  phone: string;
  userId?: string | undefined;
  username?: string | undefined;
  name: string;
  hidesNumber: boolean;
  person: Person;
  device: number;
  identityHash: string;
  online: boolean;
  onWhatsApp: boolean;
  /** How many messages wait for the phone to come online. */
  waiting: number;
  /** Phone number IDs of the business numbers that may send nothing but templates. */
  closedTo: string[];
  /** Phone number ID of the business number that shows that it writes, if one does. */
  typing?: string | undefined;
  groups: PhoneGroup[];
  /** The latest, oldest first. */
  messages: PhoneMessage[];
  /** One for each business number whose flow can be asked. */
  flows: FlowView[];
}

/** A business number, as far as the page shows it. */
export interface PageNumber {
  phoneNumberId: string;
  displayPhoneNumber: string;
  verifiedName: string;
  wabaId: string;
  api: string;
  identityCheck: boolean;
  webhookVerified: boolean;
}

/** A page of the flow that belongs to the story, such as a simulated mailbox. */
export interface PageLink {
  name: string;
  url: string;
}

/** All that the page shows but the timeline, which comes entry by entry. */
export interface Snapshot {
  numbers: PageNumber[];
  phones: Phone[];
  faults: Faults;
  rules: Rules;
  links: PageLink[];
  /** How far the world's clock was moved on, in milliseconds. */
  clockOffset: number;
}
