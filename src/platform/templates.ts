/** A message template in one language as the platform gives it: `name`, `language`, `status`, `category`, `components`, … */
export type TemplateInfo = Readonly<Record<string, unknown>>;

export interface TemplatePage {
  templates: TemplateInfo[];
  /** Cursor for the page after this one; absent on the last. */
  next?: string;
}

export interface TemplateOperations {
  /**
   * One page of the message templates of the WhatsApp Business Account, in all languages and whatever their status
   * (`GET /{WABA ID}/message_templates`).
   *
   * @throws InputError `waba_id_missing`; PlatformError, for example `permission_missing`; NoAnswerError
   */
  listTemplates(page?: { limit?: number; after?: string }): Promise<TemplatePage>;
}
