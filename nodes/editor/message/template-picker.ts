import type { TemplateChoice } from '../../../src/messages/template/read-template';
import type { Template } from '../../../src/messages/template/template';
import { loadTemplates, type TemplateList } from './template-list';
import { isOf, isSendable, templateNote } from './template-note';

interface Picker {
  /** ID of the account whose templates are offered. */
  account: string;
  /** What the node has, or null where name and values are entered by hand. */
  kept: Template | null;
  onPick(template: Template | null): void;
}

type Say = (key: string, values?: Record<string, string>) => string;

/** Lets one choose among the account's templates, and says what became of the one that was chosen before. */
export function addTemplatePicker(node: EditorNode, place: JQuery, { account, kept, onPick }: Picker): void {
  const say: Say = (key, values = {}) => node._(`${node.type}.templates.${key}`, values);
  const row = $('<div class="form-row">').appendTo(place);
  const label = $('<label for="whatsapp-template">').appendTo(row);
  label.append($('<i class="fa fa-fw fa-files-o">'), ' ', $('<span>').text(say('label')));
  const line = $('<div class="whatsapp-field whatsapp-picker">').appendTo(row.append(' '));
  const select = $('<select id="whatsapp-template">').appendTo(line);
  const reload = $('<button type="button" class="red-ui-button">')
    .attr({ title: say('reload'), 'aria-label': say('reload') })
    .append('<i class="fa fa-refresh" aria-hidden="true">')
    .appendTo(line);
  const note = $('<div class="form-tips" role="status">').appendTo(place);
  let list: TemplateList = { kind: 'loading' };

  const choices = (): readonly TemplateChoice[] => (list.kind === 'loaded' ? list.choices : []);
  const pick = (template: Template | null): void => {
    kept = template;
    onPick(template);
    explain();
  };
  const explain = (): void => {
    const found = templateNote(kept, list);
    note
      .empty()
      .toggle(found !== null)
      .toggleClass('whatsapp-warning', found?.isWarning === true);
    if (found === null) return;
    const { key, values, replacement } = found;
    note.append($('<span>').text(say(key, values)));
    if (replacement === undefined) return;
    const take = $('<button type="button" class="red-ui-button red-ui-button-small">').text(say('take'));
    take.on('click', () => pick(replacement)).appendTo(note.append(' '));
  };
  const show = (now: TemplateList): void => {
    list = now;
    fillSelect(select, say, choices(), kept);
    explain();
  };
  const load = async (): Promise<void> => {
    show({ kind: 'loading' });
    const loaded = await loadTemplates(account);
    // Meanwhile one may look at another type of message.
    if (document.contains(select[0] ?? null)) show(loaded);
  };
  select.on('change', () => {
    const chosen = choices().find(({ template }) => keyOf(template) === select.val());
    pick(chosen?.template ?? (select.val() === '' ? null : kept));
  });
  reload.on('click', () => void load());
  void load();
}

/** No name has a slash. */
const keyOf = ({ name, language }: Template): string => `${name}/${language}`;

/** Grouped by category; what cannot be sent comes last, and says why. */
function fillSelect(select: JQuery, say: Say, choices: readonly TemplateChoice[], kept: Template | null): void {
  const addOption = (to: JQuery, template: Template, reason = ''): JQuery =>
    $('<option>')
      .val(keyOf(template))
      .text([template.name, template.language, reason].filter((text) => text !== '').join(' · '))
      .appendTo(to);
  const addGroup = (caption: string): JQuery => $('<optgroup>').attr('label', caption).appendTo(select);
  select.empty().append($('<option value="">').text(say('byHand')));
  if (kept !== null && choices.every(({ template }) => !isOf(template, kept))) addOption(select, kept);
  const sendable = choices.filter(isSendable);
  for (const category of new Set(sendable.map(({ template }) => template.category))) {
    const group = addGroup(category.charAt(0) + category.slice(1).toLowerCase());
    for (const { template } of sendable) if (template.category === category) addOption(group, template);
  }
  const others = choices.filter((choice) => !isSendable(choice));
  if (others.length > 0) {
    const group = addGroup(say('notOffered'));
    for (const { template, status, obstacle = '' } of others) {
      const reason = status === 'APPROVED' ? say('obstacle', { part: obstacle }) : status.toLowerCase();
      const isKept = kept !== null && isOf(template, kept);
      addOption(group, template, reason).prop('disabled', !isKept);
    }
  }
  select.val(kept === null ? '' : keyOf(kept));
}
