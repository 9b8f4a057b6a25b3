import type { ServerResponse } from 'node:http';
import type { NodeAPI } from 'node-red';
import type { Account } from '../../src/account';
import { type NameKey, toNamesOf } from '../../src/identity/names';
import { TRUST_STATES } from '../../src/identity/verdict';
import { InputError, NoAnswerError, PlatformError, type WhatsAppError } from '../../src/platform/errors';
import { writeReply } from '../../src/simulator/http/write-reply';
import type { CustomerDetails } from '../../src/store/customer-details';
import type { AccountNode } from '../whatsapp-account';
import { deployedAccounts } from './deployed-accounts';
import { OPERATIONS } from './identity-operations';
import { type AdminRequest, refuseOtherSites } from './other-sites';
import { toKnownError } from './to-known-error';
import { toTrustAccount, toTrustCustomer, toTrustPage } from './trust-view';
import type { HeldContent, TrustOutcome } from './trust-wire';

const ACCOUNTS = '/whatsapp-trust/accounts';
const CUSTOMERS = `${ACCOUNTS}/:account/customers`;
const CUSTOMER = `${CUSTOMERS}/:key`;

/** What the sidebar may ask for, of all that identity ack can do. */
const CHANGES = ['acknowledge', 'revoke', 'forget'];
const PAGE = 50;
const LONGEST_PAGE = 200;

/** What Express makes of a request. */
interface TrustRequest extends AdminRequest {
  params: Record<string, string | undefined>;
  query: Record<string, unknown>;
  /** Who is logged in, where the editor has a login. */
  user?: { username?: unknown };
}

type Handler = (request: TrustRequest, response: ServerResponse, next: (error?: unknown) => void) => void;

/** Express as far as it is needed here. */
interface AdminApp {
  get(path: string, ...handlers: Handler[]): void;
  post(path: string, ...handlers: Handler[]): void;
}

interface Asked {
  account: Account;
  request: TrustRequest;
}

/**
 * Serves the trust sidebar: reading takes the permission `whatsapp-trust.read`, changing `whatsapp-trust.write`, and what
 * held messages say `whatsapp-trust.messages`, which neither of Node-RED's general permissions includes but `*`.
 */
export function serveTrust(RED: NodeAPI): void {
  const { auth, log, nodes } = RED;
  const httpAdmin = RED.httpAdmin as unknown as AdminApp;
  const guarded = (right: string): Handler[] => [
    refuseOtherSites,
    auth.needsPermission(`whatsapp-trust.${right}`) as unknown as Handler,
  ];
  const answering =
    (work: (asked: Asked) => Promise<object>): Handler =>
    (request, response) =>
      answer(response, async () => work({ account: accountOf(nodes, request), request }));

  httpAdmin.get(ACCOUNTS, ...guarded('read'), (_request, response) =>
    answer(response, async () => deployedAccounts(RED).map(toTrustAccount)),
  );

  httpAdmin.get(
    CUSTOMERS,
    ...guarded('read'),
    answering(async ({ account: { store, scope }, request: { query } }) => {
      const state = TRUST_STATES.find((known) => known === query.state);
      if (query.state !== undefined && state === undefined) throw unknownState();
      const search = {
        text: toText(query.text),
        isWaiting: query.waiting === '1',
        offset: toCount(query.offset, 0, Number.MAX_SAFE_INTEGER),
        limit: toCount(query.limit, PAGE, LONGEST_PAGE),
        ...(state === undefined ? {} : { state }),
      };
      return toTrustPage(await store.find(scope, search));
    }),
  );

  httpAdmin.get(
    CUSTOMER,
    ...guarded('read'),
    answering(async (asked) => {
      const details = await detailsOf(asked);
      const { store, scope } = asked.account;
      return toTrustCustomer(details, await store.heldOf(scope, details.names));
    }),
  );

  httpAdmin.get(
    `${CUSTOMER}/held`,
    ...guarded('messages'),
    answering(async (asked) => {
      const { names } = await detailsOf(asked);
      const held = await asked.account.store.heldOf(asked.account.scope, names);
      return held.map(({ id, outgoing }): HeldContent => ({ id, content: outgoing.content }));
    }),
  );

  httpAdmin.post(
    CUSTOMER,
    ...guarded('write'),
    answering(async (asked): Promise<TrustOutcome> => {
      const { account, request } = asked;
      const { operation, changeId } = (request.body ?? {}) as { operation?: unknown; changeId?: unknown };
      const name = CHANGES.find((known) => known === operation);
      const operate = name === undefined ? undefined : OPERATIONS[name];
      if (operate === undefined) throw unknownOperation();
      const { names } = await detailsOf(asked);
      const by = actorOf(request);
      const { topic, payload } = await operate({
        account,
        // Nothing but what was shown is approved.
        msg: { _msgid: '', by, changeId },
        names: async () => names,
        held: 'send',
        approveNewest: false,
      });
      // Whom it was about stays out of the log: a customer who is forgotten must not live on in it.
      const { id } = account.settings;
      const event = { level: log.AUDIT, event: `whatsapp-trust.${name}`, account: id, by };
      log.audit(event);
      const { released } = payload as { released?: number };
      return { topic, ...(released === undefined ? {} : { released }) };
    }),
  );
}

/** @throws InputError `account_missing`; what is wrong with the account */
function accountOf(nodes: NodeAPI['nodes'], { params }: TrustRequest): Account {
  const node = nodes.getNode(params.account ?? '') as AccountNode | null;
  if (node?.account !== undefined) return node.account;
  if (node?.fault !== undefined) throw node.fault;
  throw new InputError('account_missing', 'There is no such account any more.', 'Look at the list of accounts again.');
}

/** @throws InputError `customer_unknown` */
async function detailsOf({ account: { store, scope }, request: { params } }: Asked): Promise<CustomerDetails> {
  const { key = '' } = params;
  const isName = /^[uw]:./s.test(key);
  const details = isName ? await store.details(scope, toNamesOf(key as NameKey)) : undefined;
  if (details !== undefined) return details;
  throw new InputError(
    'customer_unknown',
    'Nothing is known of this customer any more.',
    'Go back to the list, and look again.',
  );
}

/** Who acts, for the audit trail. */
function actorOf({ user }: TrustRequest): string {
  return typeof user?.username === 'string' ? `editor: ${user.username}` : 'editor';
}

function answer(response: ServerResponse, work: () => Promise<object>): void {
  work().then(
    (body) => writeReply(response, { status: 200, body }),
    (thrown: unknown) => {
      const error = toKnownError(thrown);
      const { code, message, advice } = error;
      writeReply(response, { status: statusOf(error), body: { error: { code, message, advice } } });
    },
  );
}

function statusOf(error: WhatsAppError): number {
  if (error.code === 'identity_changed_again') return 409;
  if (error.code === 'account_missing' || error.code === 'customer_unknown') return 404;
  if (error instanceof InputError) return 400;
  return error instanceof PlatformError || error instanceof NoAnswerError ? 502 : 503;
}

const toText = (value: unknown): string => (typeof value === 'string' ? value : '');

function toCount(value: unknown, otherwise: number, most: number): number {
  const count = Math.floor(Number(value ?? otherwise));
  return Number.isFinite(count) && count >= 0 ? Math.min(count, most) : otherwise;
}

const unknownOperation = (): InputError =>
  new InputError('operation_unknown', 'The sidebar cannot do that.', `Use one of: ${CHANGES.join(', ')}.`);

const unknownState = (): InputError =>
  new InputError('state_unknown', 'That is not a state of trust.', `Use one of: ${TRUST_STATES.join(', ')}.`);
