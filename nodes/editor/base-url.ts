import { field } from './dialog';

const GRAPH = 'https://graph.facebook.com';

/** Each real API has one of its own: what is at home in one of them must not stay behind in the other. */
export function placeBaseUrl(api: string): void {
  const row = $('#whatsapp-account-base-url');
  const input = field('node-config-input', 'baseUrl');
  if (api === 'on-premises') {
    row.insertAfter('#whatsapp-account-sunset');
    input.attr('placeholder', 'https://192.0.2.10:9090');
    exchangeBaseUrl(input, api, '');
    return;
  }
  row.insertBefore('#whatsapp-account-proof');
  input.attr('placeholder', GRAPH);
  // The simulator needs none, and keeps the one that new accounts begin with.
  exchangeBaseUrl(input, 'cloud', GRAPH);
}

function exchangeBaseUrl(input: JQuery, api: string, initial: string): void {
  const before = input.data('api') as string | undefined;
  input.data('api', api);
  if (before === api) return;
  if (before === undefined) {
    const isFirstChoice = api === 'on-premises' ? input.val() === GRAPH : input.val() === '';
    if (isFirstChoice) input.val(initial).trigger('change');
    return;
  }
  input.data(before, input.val() ?? '');
  input.val((input.data(api) as string | undefined) ?? initial).trigger('change');
}
