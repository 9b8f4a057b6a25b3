/** A request that was refused; the message is for people. */
export class CallError extends Error {
  readonly status: number;
  readonly code: string | undefined;

  constructor(status: number, code: string | undefined, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Asks the runtime. */
export const read = <Answer>(path: string): Promise<Answer> => call<Answer>({ url: path });

/** Asks the runtime to change something. */
export const change = <Answer>(path: string, body: object): Promise<Answer> =>
  call<Answer>({ url: path, method: 'POST', contentType: 'application/json', data: JSON.stringify(body) });

/** By jQuery, to which the editor has given its login. Addresses are relative, for the editor may have a root of its own. */
function call<Answer>({ url, ...settings }: JQuery.AjaxSettings): Promise<Answer> {
  return new Promise((resolve, reject) => {
    $.ajax({ ...settings, url: `whatsapp-trust/${url}`, dataType: 'json', cache: false })
      .done((answer: Answer) => resolve(answer))
      .fail(({ status, responseJSON }: JQuery.jqXHR) => {
        const { code, message, advice } = (responseJSON?.error ?? {}) as Record<string, string | undefined>;
        reject(new CallError(status, code, [message, advice].filter(Boolean).join(' ')));
      });
  });
}
