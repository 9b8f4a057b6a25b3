import type { Random } from '../random';
import { digits } from './ids';
import { SAMPLE_TEMPLATES } from './sample-templates';

/** A message template in one language, as Graph has it. */
export interface MessageTemplate {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  /** `APPROVED`, `PENDING`, `REJECTED`, `PAUSED`, `DISABLED`, … */
  readonly status: string;
  /** `UTILITY`, `MARKETING` or `AUTHENTICATION`. */
  readonly category: string;
  /** Whether placeholders have numbers or names. */
  readonly parameter_format: 'POSITIONAL' | 'NAMED';
  readonly rejected_reason: string;
  readonly components: readonly Readonly<Record<string, unknown>>[];
}

/** The templates of the WhatsApp Business Accounts. Each begins with the samples. */
export class Templates {
  readonly #random: Random;
  readonly #byAccount = new Map<string, MessageTemplate[]>();

  constructor(random: Random) {
    this.#random = random;
  }

  of(wabaId: string): readonly MessageTemplate[] {
    return this.#of(wabaId);
  }

  find(wabaId: string, name: string, language: string): MessageTemplate | undefined {
    return this.of(wabaId).find((template) => template.name === name && template.language === language);
  }

  /** Adds a template, or changes the one that has this name and language. What is left out stays, or is the usual. */
  put(
    wabaId: string,
    template: Pick<MessageTemplate, 'name' | 'language'> & Partial<MessageTemplate>,
  ): MessageTemplate {
    const all = this.#of(wabaId);
    const known = this.find(wabaId, template.name, template.language);
    const changed = known === undefined ? this.#complete(template) : { ...known, ...template };
    if (known === undefined) all.push(changed);
    else all.splice(all.indexOf(known), 1, changed);
    return changed;
  }

  #of(wabaId: string): MessageTemplate[] {
    const known = this.#byAccount.get(wabaId);
    if (known !== undefined) return known;
    const samples = SAMPLE_TEMPLATES.map((sample) => this.#complete(sample));
    this.#byAccount.set(wabaId, samples);
    return samples;
  }

  #complete(template: Pick<MessageTemplate, 'name' | 'language'> & Partial<MessageTemplate>): MessageTemplate {
    return {
      id: digits(this.#random, 15),
      status: 'APPROVED',
      category: 'UTILITY',
      parameter_format: 'POSITIONAL',
      rejected_reason: 'NONE',
      components: [],
      ...template,
    };
  }
}
