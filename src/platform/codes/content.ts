import type { CatalogueEntry, CatalogueTable } from './entry';

const template = (meaning: string, advice: string): CatalogueEntry => ({
  name: 'template_error',
  category: 'template',
  meaning,
  retry: 'never',
  advice,
});

const MARKETING_ONLY = template(
  'This API takes marketing templates only',
  'Send this message through the ordinary messages endpoint.',
);

const CORRECT_PARAMETERS =
  "Open the send node, which tells whether its template was changed since; else compare the parameters with the template's definition in the WhatsApp Manager.";

/** Templates, flows, and media. */
export const CONTENT: CatalogueTable = {
  132000: template('The number of parameters does not match the template', CORRECT_PARAMETERS),
  132001: template(
    'The template does not exist in this language, or is not approved',
    'Check name, language and approval of the template in the WhatsApp Manager.',
  ),
  132005: template('The template becomes too long with these parameters', 'Shorten the parameters.'),
  132007: template("The template's content breaks a policy", 'Change the template and have it approved again.'),
  132012: template('A parameter does not have the format that the template asks for', CORRECT_PARAMETERS),
  132015: {
    ...template(
      'The template is paused because of its low quality',
      'Improve the template; it can be used again when it is approved.',
    ),
    retry: 'wait',
  },
  132016: template(
    'The template was paused too often and is disabled for good',
    'Create a new template with other content.',
  ),
  132018: template('The platform found a fault in the parameters of the template', CORRECT_PARAMETERS),
  132068: template('The flow of this message is blocked', 'Correct the flow in the WhatsApp Manager.'),
  132069: {
    ...template(
      'The flow of this message is throttled: ten messages with it went out in the last hour',
      'Correct the flow in the WhatsApp Manager; until then ten messages an hour are possible.',
    ),
    retry: 'wait',
    waitSeconds: 3600,
  },
  131055: MARKETING_ONLY,
  134100: MARKETING_ONLY,
  131063: template(
    'Marketing templates are switched off for the Cloud API of this account',
    'Switch them on again, or use the Marketing Messages API.',
  ),
  134101: {
    ...template('The template is still being prepared', 'Wait ten minutes after creating a template.'),
    retry: 'wait',
    waitSeconds: 600,
  },
  134102: template(
    'The template cannot be used with this API',
    'Check that the account is onboarded for it, or ask the support of the platform.',
  ),
  131052: {
    name: 'media_error',
    category: 'media',
    meaning: 'The media that the customer sent could not be downloaded',
    retry: 'never',
    advice: 'Ask the customer to send it again or another way.',
  },
  131053: {
    name: 'media_error',
    category: 'media',
    meaning: 'The media of this message could not be uploaded, for example because its type is not supported',
    retry: 'never',
    advice: 'Check that the file can be reached and that its type and size are supported.',
  },
};
