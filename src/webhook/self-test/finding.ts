/** What a finding is about: the node, the way to it on this machine, the way from outside, what came in so far. */
export type Scope = 'node' | 'local' | 'public' | 'past';

/** `fault`: no webhook gets through like this; `hint`: it may be in the way; `good`: it is not. */
export type Level = 'good' | 'hint' | 'fault';

/** One thing that a self-test found out: data for a caption, without anything that came from outside but a status. */
export interface Finding {
  scope: Scope;
  level: Level;
  /** Names the caption. */
  code: string;
  /** The HTTP status that was answered, where it says something. */
  status?: number;
  /** How often, where that is what was found. */
  count?: number;
}
