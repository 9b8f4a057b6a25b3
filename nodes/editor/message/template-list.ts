import type { TemplateChoice } from '../../../src/messages/template/read-template';

/** The account's templates, or why there are none. */
export type TemplateList =
  | { kind: 'no account' }
  | { kind: 'loading' }
  | { kind: 'loaded'; choices: readonly TemplateChoice[] }
  /** `code` as the server names it, `message` in the server's words. */
  | { kind: 'failed'; code: string; message: string };

/** Asks the deployed account for its templates. Never rejects. */
export function loadTemplates(account: string): Promise<TemplateList> {
  // What a select of accounts has for "add one".
  if (account === '' || account === '_ADD_') return Promise.resolve({ kind: 'no account' });
  return new Promise((resolve) => {
    // Relative, for the editor may have a root of its own.
    $.ajax({
      url: 'whatsapp-send-with-hash/templates',
      method: 'POST',
      contentType: 'application/json',
      data: JSON.stringify({ account }),
    })
      .done(({ templates }: { templates: TemplateChoice[] }) => resolve({ kind: 'loaded', choices: templates }))
      .fail(({ status, responseJSON }) => {
        const { code = '', message = '', advice = '' } = Object(Object(responseJSON).error) as Record<string, string>;
        const sentences = [message, advice].filter((text) => text !== '').join(' ');
        resolve({ kind: 'failed', code: status === 401 ? 'not_permitted' : code, message: sentences });
      });
  });
}
