import type { TimelineEntry } from '../../timeline';
import type { Snapshot } from '../wire';
import { el } from './dom';
import { EventsPanel } from './events-panel';
import { FaultsPanel } from './faults-panel';
import { PhoneCard } from './phone';
import { RulesPanel } from './rules-panel';
import { StoryBar } from './story-bar';
import type { Listener } from './stream';
import { Tabs } from './tabs';
import { TimelinePanel } from './timeline-panel';
import { TopBar } from './top-bar';

/** The whole page, as it follows the simulator. */
export class Layout implements Listener {
  readonly #top = new TopBar();
  readonly #story = new StoryBar();
  readonly #timeline = new TimelinePanel();
  readonly #events = new EventsPanel();
  readonly #faults = new FaultsPanel();
  readonly #rules = new RulesPanel();
  readonly #phones = el('div', { class: 'phones' });
  readonly #cards = new Map<number, PhoneCard>();

  constructor() {
    const panel = new Tabs({
      Timeline: this.#timeline.element,
      Events: this.#events.element,
      Faults: this.#faults.element,
      Rules: this.#rules.element,
    });
    const world = el(
      'div',
      { class: 'world' },
      this.#phones,
      el('aside', { class: 'panel', 'aria-label': 'Platform' }, panel.element),
    );
    document.querySelector('#top')?.replaceChildren(this.#top.element);
    document.querySelector('#main')?.replaceChildren(this.#story.element, world);
  }

  world(snapshot: Snapshot): void {
    const step = this.#story.update(snapshot);
    this.#top.update(snapshot);
    this.#timeline.setPhones(snapshot.phones);
    this.#events.update(snapshot);
    this.#faults.update(snapshot.faults);
    this.#rules.update(snapshot.rules);
    const present = new Set(snapshot.phones.map(({ key }) => key));
    for (const [key, card] of this.#cards) {
      if (present.has(key)) continue;
      card.element.remove();
      this.#cards.delete(key);
    }
    for (const phone of snapshot.phones) {
      const card = this.#cards.get(phone.key) ?? new PhoneCard(phone, snapshot);
      if (!this.#cards.has(phone.key)) {
        this.#cards.set(phone.key, card);
        this.#phones.append(card.element);
      }
      card.update(phone, snapshot, step?.phone === phone.key ? step.action : undefined);
    }
  }

  timeline(entries: TimelineEntry[]): void {
    this.#timeline.add(entries);
  }

  live(isLive: boolean, reason?: string): void {
    this.#top.live(isLive, reason);
    // What comes next is another world, or the same one told anew.
    if (isLive) this.#timeline.clear();
  }

  close(): void {
    document.querySelector('#top')?.replaceChildren();
  }
}
