import { isObject, type JsonObject, listOf } from './json';

/** How many events a webhook holds, as far as can be told before it is split: messages, statuses, and one for every other change. */
export function countEvents(body: JsonObject): number {
  let events = 0;
  for (const entry of listOf(body.entry)) {
    for (const change of isObject(entry) ? listOf(entry.changes) : []) {
      const value = isObject(change) && isObject(change.value) ? change.value : {};
      events += Math.max(1, listOf(value.messages).length + listOf(value.statuses).length);
    }
  }
  return Math.max(1, events, listOf(body.messages).length + listOf(body.statuses).length);
}
