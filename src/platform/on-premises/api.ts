import { createHttpClient, type HttpRequest } from '../http/client';
import { toJson } from '../http/json';
import { toNoAnswerError } from '../http/no-answer';
import { type CallKind, createUsage, type UsageMeter } from '../usage';
import { createCredentials } from './credentials';
import { isDenied, readAnswer } from './read-answer';
import type { OnPremisesSettings } from './settings';

export interface ApiRequest extends Omit<HttpRequest, 'body' | 'headers'> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  body?: object;
  /** Which of the limits it counts against. Default `management`. */
  kind?: CallKind;
}

/** The On-Premises API: JSON in, JSON out, everything else an error. */
export interface Api {
  readonly usage: UsageMeter;
  /**
   * The answer's body, null where there is none.
   *
   * @throws PlatformError when the API refused, NoAnswerError when no usable answer came, InputError `message_not_json`
   */
  request(request: ApiRequest): Promise<unknown>;
  /** Makes sure that there is something to authenticate with. @throws as `request` */
  logIn(): Promise<void>;
  /** The error for an answer that is JSON, but not what was asked for. */
  unusable(request: ApiRequest, form: string): Error;
  close(): void;
}

export function createApi(settings: OnPremisesSettings): Api {
  const http = createHttpClient(settings);
  const credentials = createCredentials(settings, http);
  const usage = createUsage();
  const circumstancesOf = (request: ApiRequest) => ({ ...request, host: settings.host, sent: true });
  return {
    usage,
    async request({ body, kind = 'management', ...rest }) {
      const asked = { ...rest, ...(body === undefined ? {} : { body: toJson(body) }) };
      let credential = await credentials.get();
      let answer = await http.request({ ...asked, headers: credential.headers });
      if (isDenied(answer)) {
        // What was denied was not carried out: once more does no harm, whatever it is.
        const renewed = await credentials.renew(credential);
        if (renewed !== undefined) {
          credential = renewed;
          answer = await http.request({ ...asked, headers: credential.headers });
        }
      }
      usage.take(kind, answer.headers);
      return readAnswer(answer, credential.secrets, circumstancesOf(rest));
    },
    logIn: async () => void (await credentials.get()),
    unusable: (request, form) => toNoAnswerError({ what: 'strange', status: 200, form }, circumstancesOf(request)),
    close: () => http.close(),
  };
}
