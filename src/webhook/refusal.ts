import type { CertificateRefusal } from './client-certificate';

/** Why a port of our own ended a connection before there was a request. */
export type ConnectionRefusal = 'header_too_large' | 'too_slow' | 'not_http' | 'too_many_connections';

/** Why a request was refused. */
export type RefusalReason =
  | 'no_app_secret'
  | 'signature_missing'
  | 'signature_wrong'
  | 'no_webhook_protection'
  | 'path_secret_wrong'
  | 'basic_auth_wrong'
  | CertificateRefusal
  | ConnectionRefusal
  | 'not_loopback'
  | 'no_challenge'
  | 'no_verify_token'
  | 'wrong_verify_token'
  | 'wrong_method'
  | 'too_large'
  | 'aborted'
  | 'no_raw_body'
  | 'not_json'
  | 'no_webhook'
  | 'not_served'
  | 'too_much_waiting'
  | 'store_failed';

interface Refusal {
  status: number;
  /** What the client reads: what is wrong, and nothing about us. */
  answer: string;
  /** What the user reads. */
  meaning: string;
  /** What the user can do about it. */
  advice: string;
}

/** Every refusal: never a silent 200 (design, section 4). */
export const REFUSALS: Readonly<Record<RefusalReason, Refusal>> = {
  no_app_secret: {
    status: 503,
    answer: 'Not ready to check signatures.',
    meaning: 'A webhook was refused because no account on this path has an app secret to check its signature with.',
    advice: 'Copy the app secret from the app dashboard (App settings, Basic) into the account.',
  },
  signature_missing: {
    status: 401,
    answer: 'The signature is missing.',
    meaning: 'A webhook without an X-Hub-Signature-256 header was refused.',
    advice: 'Nothing, if it did not come from the platform. A proxy in between must pass this header on.',
  },
  signature_wrong: {
    status: 401,
    answer: 'The signature is wrong.',
    meaning: 'A webhook was refused because its signature does not match the app secret of any account on this path.',
    advice: 'Compare the app secret with the one in the app dashboard. A proxy in between must not change the body.',
  },
  no_webhook_protection: {
    status: 503,
    answer: 'Not ready to check who sends.',
    meaning:
      'A webhook was refused because the On-Premises API signs none, and nothing else that would show who sends it is configured.',
    advice: 'Open the account, choose how its webhook is protected, fill it in, and deploy.',
  },
  path_secret_wrong: {
    status: 401,
    answer: 'The address is wrong.',
    meaning: 'A webhook was refused because its address does not end in the secret part of any account on this path.',
    advice:
      'If your installation sent it, enter the callback URL there with the secret part of the account. A lost one cannot be shown again: make a new one in the account.',
  },
  basic_auth_wrong: {
    status: 401,
    answer: 'The user name or the password is wrong.',
    meaning: 'A webhook came without the user name and password that the account asks for, or with others.',
    advice: 'Enter the callback URL in the installation like https://user:password@host/path, as in the account.',
  },
  client_certificate_missing: {
    status: 403,
    answer: 'A client certificate is needed.',
    meaning: 'A webhook came without the client certificate that is asked for.',
    advice:
      'Switch mutual TLS on where the webhooks come from, and in webhook in, on a port of its own. A proxy in between must not end TLS.',
  },
  client_certificate_untrusted: {
    status: 403,
    answer: 'The client certificate is not trusted.',
    meaning: 'A webhook came with a client certificate that the CA of the node’s TLS configuration has not signed.',
    advice:
      'Enter the sender’s present CA in the TLS configuration. The platform changed its own in 2026: it is called meta-outbound-api-ca-2025-12.pem.',
  },
  client_certificate_name: {
    status: 403,
    answer: 'The client certificate is another’s.',
    meaning: 'A webhook came with a client certificate that has another name than the node asks for.',
    advice: 'Nothing, if it did not come from the platform. For another sender enter its name in the node.',
  },
  header_too_large: {
    status: 431,
    answer: 'The headers are too large.',
    meaning: 'A request with larger headers than the limit of the port was refused.',
    advice: 'Nothing, if it did not come from the platform. Raise the limit of the node if a proxy adds much.',
  },
  too_slow: {
    status: 408,
    answer: 'It took too long.',
    meaning: 'A request took longer to arrive than the limits of the port allow.',
    advice: 'Nothing, if it did not come from the platform. Raise the limits of the node for a very slow network.',
  },
  not_http: {
    status: 400,
    answer: 'This is no HTTP.',
    meaning: 'Something that is no HTTP request came to the port.',
    advice:
      'Nothing, if it did not come from the platform. Compare https:// or http:// in the callback URL or the proxy.',
  },
  too_many_connections: {
    status: 503,
    answer: 'There are too many connections.',
    meaning: 'A connection was closed at once, for as many were open as the limit of the port allows.',
    advice: 'The platform sends it again. Raise the limit of the node if they were all the platform’s.',
  },
  not_loopback: {
    status: 403,
    answer: 'Simulated webhooks are taken from this machine only.',
    meaning: 'A webhook for a simulator account came from another machine and was refused.',
    advice: 'To receive webhooks of a real account, choose Cloud API in the account.',
  },
  no_challenge: {
    status: 400,
    answer:
      'This address takes WhatsApp webhooks. A verification needs hub.mode=subscribe, hub.verify_token and hub.challenge.',
    meaning: 'Somebody opened the callback URL without the parameters of the verification.',
    advice:
      'Nothing: the address works. The platform adds the parameters when you save the callback URL in the app dashboard.',
  },
  no_verify_token: {
    status: 403,
    answer: 'No verify token is configured.',
    meaning: 'The platform wanted to verify the callback URL, but no account on this path has a verify token.',
    advice: 'Make up a verify token, enter it in the account, deploy, and enter the same one in the app dashboard.',
  },
  wrong_verify_token: {
    status: 403,
    answer: 'The verify token is wrong.',
    meaning: 'The verification of the callback URL came with another verify token than the account has.',
    advice: 'Enter the same verify token in the account and in the app dashboard, and deploy before you verify.',
  },
  wrong_method: {
    status: 405,
    answer: 'Only GET and POST are served here.',
    meaning: 'A request with another method than GET or POST was refused.',
    advice: 'Nothing, if it did not come from the platform.',
  },
  too_large: {
    status: 413,
    answer: 'The body is too large.',
    meaning: 'A webhook larger than the limit was refused.',
    advice: 'The platform sends up to 3 MB. Raise the limit of the node only if its webhooks are larger.',
  },
  aborted: {
    status: 400,
    answer: 'The body ended early.',
    meaning: 'A sender went away in the middle of a webhook.',
    advice: 'The platform sends it again. If it happens often, look at the proxy or tunnel in between.',
  },
  no_raw_body: {
    status: 503,
    answer: 'Not ready to check signatures.',
    meaning: 'The flow brought no raw body of a webhook, so that its signature could not be checked.',
    advice: 'Let http in hand out the raw body (its setting “Do not parse request body”), in msg.payload.',
  },
  not_json: {
    status: 400,
    answer: 'The body is not JSON.',
    meaning: 'A genuine webhook was no JSON.',
    advice: 'Make sure that the app sends its webhooks uncompressed and unchanged.',
  },
  no_webhook: {
    status: 400,
    answer: 'The body is no webhook.',
    meaning: 'A genuine request was no webhook of the WhatsApp Business Platform.',
    advice: 'Subscribe the product WhatsApp Business Account to this address, and nothing else.',
  },
  not_served: {
    status: 503,
    answer: 'It is being redeployed. Please try again.',
    meaning: 'A webhook came while the nodes for it were redeployed, and was refused; the platform will send it again.',
    advice: 'Nothing.',
  },
  too_much_waiting: {
    status: 503,
    answer: 'Too much is waiting. Please try again.',
    meaning: 'A webhook was refused because more events wait for the flow than may; the platform will send it again.',
    advice: 'If it happens often, let the flow do less with each event, or raise the limit of the node.',
  },
  store_failed: {
    status: 503,
    answer: 'It cannot be recorded now. Please try again.',
    meaning: 'A webhook could not be recorded and was refused; the platform will send it again.',
    advice: 'Look at the error of the store: a full or unwritable disk is the usual cause.',
  },
};
