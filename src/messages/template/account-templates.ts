import { allPages } from '../../platform/all-pages';
import type { TemplateOperations } from '../../platform/templates';
import { readTemplate, type TemplateChoice } from './read-template';

/** Calls that manage an account are few by the hour (facts, section 10): large pages need fewer. */
const PAGE_SIZE = 100;

/**
 * All templates of the WhatsApp Business Account, whatever their status, by name and language.
 *
 * @throws as `listTemplates`
 */
export async function accountTemplates(platform: TemplateOperations): Promise<TemplateChoice[]> {
  const all = await allPages(async (page) => {
    const { templates, next } = await platform.listTemplates({ limit: PAGE_SIZE, ...page });
    return { items: templates, next };
  });
  return all
    .flatMap((info) => readTemplate(info) ?? [])
    .sort(
      (one, other) =>
        compare(one.template.name, other.template.name) || compare(one.template.language, other.template.language),
    );
}

/** The same everywhere, whatever the language of the machine. */
const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
