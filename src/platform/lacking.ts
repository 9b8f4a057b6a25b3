import { NotSupportedError } from './errors';
import type { Operations } from './platform';

interface Lack {
  /** What was asked for, as the subject of a sentence. */
  what: string;
  /** The way to the same goal, as a sentence. */
  instead: string;
}

interface Api {
  name: string;
  /** The API that has what this one lacks. */
  other: string;
}

/** The last On-Premises client expired on 23 October 2025 (facts, section 5). */
export const SUNSET = 'The On-Premises API was shut down in October 2025: only installations that still run have it.';

const APIS = {
  cloud: { name: 'Cloud API', other: `On-Premises API. ${SUNSET}` },
  'on-premises': { name: 'On-Premises API', other: 'Cloud API.' },
} satisfies Record<string, Api>;

/** It has media of another form, which its documents describe and nobody can try any more. */
const OWN_MEDIA = 'Send media by link, and fetch media from /v1/media of the installation with an http request node.';

/** Its webhooks go to an address of its settings, and to no app. */
const OWN_WEBHOOKS = 'Enter the callback URL as webhooks.url in the application settings of the installation.';

/** What each API has no operation for. */
const LACKING = {
  cloud: {
    validateContacts: {
      what: 'Asking which numbers are on WhatsApp',
      instead:
        'Check the form of the numbers offline, and send: the answer names the wa_id, and error 131026 tells of a number that cannot be reached.',
    },
    readIdentity: {
      what: "Reading a customer's identity",
      instead: 'Turn the identity change check on: messages and statuses then carry the identity hash.',
    },
    logIn: {
      what: 'Logging in with user name and password',
      instead: 'Enter an access token in the account: it goes with every call.',
    },
    serverInfo: {
      what: 'Asking a server for its version',
      instead: 'Read the number instead: the version of the API is part of the account.',
    },
    acknowledgeIdentity: {
      what: "Acknowledging a customer's identity to the platform",
      instead:
        'Authenticate the customer outside WhatsApp, acknowledge with identity ack, and send: the new hash comes with the status.',
    },
  },
  'on-premises': {
    requestCode: {
      what: 'Requesting a registration code',
      instead: 'Register the number with the tools of the installation, or move it to the Cloud API.',
    },
    verifyCode: {
      what: 'Verifying a registration code',
      instead: 'Register the number with the tools of the installation, or move it to the Cloud API.',
    },
    register: { what: 'Registering a number', instead: 'Move the number to the Cloud API and register it there.' },
    deregister: { what: 'Deregistering a number', instead: 'Use the tools of the installation.' },
    setTwoStepPin: {
      what: 'Setting the two-step verification PIN',
      instead: 'Use the tools of the installation, or the WhatsApp Manager.',
    },
    numberInfo: {
      what: 'Reading throughput, quality and name of a number',
      instead: 'Look at the number in the WhatsApp Manager.',
    },
    listNumbers: {
      what: 'Listing the numbers of a WhatsApp Business Account',
      instead: 'Look at them in the WhatsApp Manager; an On-Premises installation has one number.',
    },
    listTemplates: {
      what: 'Listing message templates',
      instead: 'Look at them in the WhatsApp Manager, and enter name, language and values by hand.',
    },
    inspectToken: {
      what: 'Asking what an access token is good for',
      instead: 'Log in, or ask for the settings: the server says whether it lets you in.',
    },
    subscribedApps: { what: 'Listing the apps that get webhooks', instead: OWN_WEBHOOKS },
    subscribeApp: { what: 'Subscribing an app to webhooks', instead: OWN_WEBHOOKS },
    uploadMedia: { what: 'Uploading media with this node', instead: OWN_MEDIA },
    mediaInfo: { what: 'Looking at media with this node', instead: OWN_MEDIA },
    downloadMedia: { what: 'Downloading media with this node', instead: OWN_MEDIA },
    deleteMedia: { what: 'Deleting media with this node', instead: OWN_MEDIA },
  },
} satisfies Record<keyof typeof APIS, Partial<Record<keyof Operations, Lack>>>;

type Lacking = typeof LACKING;

/** The operations that an API does not have: each rejects, and says which API has it and what to do instead. */
export function lacking<A extends keyof Lacking>(api: A): Pick<Operations, keyof Lacking[A] & keyof Operations> {
  const { name, other } = APIS[api];
  const entries = Object.entries<Lack>(LACKING[api]).map(([operation, { what, instead }]) => [
    operation,
    async (): Promise<never> => {
      throw new NotSupportedError(`${what} is not possible with the ${name}; what has it is the ${other}`, instead);
    },
  ]);
  return Object.fromEntries(entries);
}
