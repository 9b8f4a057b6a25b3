import type { Account } from '../../src/account';
import { acknowledgeIdentity } from '../../src/identity/acknowledge-identity';
import type { Approvable } from '../../src/identity/approval';
import type { CustomerNames } from '../../src/identity/evidence';
import type { IdentityView } from '../../src/identity/ledger';
import { TRUST_STATES } from '../../src/identity/verdict';
import { InputError, WhatsAppError } from '../../src/platform/errors';
import type { IdentityAckInput } from '../whatsapp-identity-ack';
import { toCustomer, toCustomerEntry, toHeldMessage } from './customer-entry';

export interface OperationRequest {
  account: Account;
  msg: IdentityAckInput;
  /** The customer that the message or the node names. @throws InputError where none is named */
  names: () => Promise<CustomerNames>;
  /** What becomes of the held messages: `send`, `output`, `drop`. */
  held: string;
  approveNewest: boolean;
}

interface OperationResult {
  topic: string;
  payload: object;
  /** How things stand with the customer, for `msg.whatsapp`. */
  whatsapp?: { customer: object; identity: IdentityView };
  /** Held messages that are given to the flow. */
  handedOut?: object[];
}

type Operation = (request: OperationRequest) => Promise<OperationResult>;

/** What identity-ack can do, by the name of the operation. */
export const OPERATIONS: Readonly<Record<string, Operation>> = { acknowledge, lookUp, list, revoke, forget };

async function acknowledge({
  account,
  msg,
  names: find,
  held,
  approveNewest,
}: OperationRequest): Promise<OperationResult> {
  const { store, scope, sender } = account;
  const approvable = toApprovable(msg, approveNewest);
  if (!['send', 'output', 'drop'].includes(held)) throw unknownHeld();
  const names = await find();
  const { outcome, identity } = await acknowledgeIdentity(account, names, approvable, toText(msg.by));
  if (outcome === 'identity_changed_again') throw changedAgain();
  if (held === 'send') {
    const released = await sender.release(names);
    return toResult(account, names, 'acknowledged', { ...identity, released });
  }
  const taken = await store.takeHeld(scope, names);
  const what = held === 'drop' ? 'dropped' : 'handedOut';
  const result = await toResult(account, names, 'acknowledged', { ...identity, [what]: taken.length });
  return { ...result, handedOut: held === 'output' ? taken.map(toHeldMessage) : [] };
}

async function lookUp({ account, names: find }: OperationRequest): Promise<OperationResult> {
  const names = await find();
  const details = await account.store.details(account.scope, names);
  return toResult(account, names, details === undefined ? 'unknown' : 'found');
}

async function list({ account, msg }: OperationRequest): Promise<OperationResult> {
  const state = msg.state === undefined ? undefined : TRUST_STATES.find((known) => known === msg.state);
  if (msg.state !== undefined && state === undefined) throw unknownState();
  const limit = Math.min(Math.max(1, Math.floor(Number(msg.limit ?? 50)) || 50), 500);
  const after = toText(msg.after);
  const { customers, next } = await account.store.list(account.scope, {
    limit,
    ...(state === undefined ? {} : { state }),
    ...(after === undefined ? {} : { after }),
  });
  const payload = {
    customers: customers.map((details) => toCustomerEntry(details)),
    ...(next === undefined ? {} : { next }),
  };
  return { topic: 'list', payload };
}

async function revoke({ account, msg, names: find }: OperationRequest): Promise<OperationResult> {
  const names = await find();
  await account.store.revoke(account.scope, names, toText(msg.by));
  return toResult(account, names, 'revoked');
}

async function forget({ account, names: find }: OperationRequest): Promise<OperationResult> {
  const names = await find();
  const wasKnown = await account.store.forget(account.scope, names);
  return toResult(account, names, 'forgotten', { wasKnown });
}

/** A change by its ID, else a hash, else the change that the flow carried through, else whatever is newest, if allowed. */
function toApprovable({ changeId, identityHash, whatsapp }: IdentityAckInput, approveNewest: boolean): Approvable {
  const named = toText(changeId);
  if (named !== undefined) return { changeId: named };
  const hash = toText(identityHash);
  if (hash !== undefined) return { hash };
  const carried = toText(whatsapp?.identity?.changeId);
  if (carried !== undefined) return { changeId: carried };
  if (approveNewest && changeId === undefined && identityHash === undefined) return { newest: true };
  throw new InputError(
    'change_missing',
    'Nothing names what is to be acknowledged.',
    'Carry the changeId of the identity change through the flow, and set msg.changeId to it.',
  );
}

async function toResult(
  { store, scope }: Account,
  names: CustomerNames,
  topic: string,
  more: object = {},
): Promise<OperationResult> {
  const details = await store.details(scope, names);
  const identity = details?.identity ?? (await store.look(scope, names));
  const customer = toCustomer(details?.names ?? names);
  const entry =
    details === undefined
      ? { customer, ...identity, heldMessages: 0 }
      : toCustomerEntry(details, await store.heldOf(scope, names));
  return { topic, payload: { ...entry, ...more }, whatsapp: { customer, identity } };
}

const toText = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const changedAgain = (): WhatsAppError =>
  new WhatsAppError(
    'identity_changed_again',
    "What was acknowledged is not the customer's newest identity any more: nothing was changed.",
    {
      retryable: false,
      advice: 'Look the customer up, authenticate the person again, and acknowledge the new change ID.',
    },
  );

const unknownHeld = (): InputError =>
  new InputError(
    'held_setting_unknown',
    'What is to become of the held messages is not known.',
    'Use one of: send, output, drop.',
  );

const unknownState = (): InputError =>
  new InputError('state_unknown', 'msg.state is not a state of trust.', `Use one of: ${TRUST_STATES.join(', ')}.`);
