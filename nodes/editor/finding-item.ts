/** What a list of findings shows of one. All of it is text, whoever wrote it. */
export interface ShownFinding {
  level: 'good' | 'hint' | 'fault';
  /** The level in words, for those who see no colours. */
  levelName: string;
  text: string;
  /** What to do about it. */
  advice?: string | undefined;
  /** More lines, like `Quality: GREEN`. */
  details?: readonly string[];
}

const ICONS: Readonly<Record<ShownFinding['level'], string>> = {
  good: 'fa-check',
  hint: 'fa-info-circle',
  fault: 'fa-exclamation-triangle',
};

/** An item of a list of findings. */
export function findingItem({ level, levelName, text, advice, details = [] }: ShownFinding): JQuery {
  const icon = $('<i class="fa fa-fw" role="img">').addClass(ICONS[level]).attr('aria-label', levelName);
  const item = $('<li>')
    .addClass(`whatsapp-finding-${level}`)
    .append(icon, $('<span>').text(` ${text}`));
  for (const detail of details) item.append($('<div class="whatsapp-advice">').text(detail));
  if (advice !== undefined) item.append($('<div class="whatsapp-advice">').text(advice));
  return item;
}
