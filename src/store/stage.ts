/** How far a message has come, in this order. Before the first of its statuses it is `accepted`. */
export const STAGES = ['accepted', 'sent', 'delivered', 'read'] as const;

export type Stage = (typeof STAGES)[number];

/** Who played a voice message has read it. */
const READ_TOO = 'played';

/** Whether a status says that its message has come so far: the platform leaves a stage out when a later one implies it. */
export function isReached(stage: Stage, topic: string): boolean {
  const reached = STAGES.findIndex((known) => known === (topic === READ_TOO ? 'read' : topic));
  // Whatever else a status tells (`deleted`, `warning`), it is about a message that the platform has.
  return Math.max(reached, 0) >= STAGES.indexOf(stage);
}
