import type { TokenOperations } from '../token';
import type { WabaOperations } from '../waba';
import { createGraph } from './graph';
import { type GraphOptions, toGraphSettings } from './graph-settings';
import { inspectToken } from './token';
import { createWaba } from './waba';

/** A WhatsApp Business Account of which no number is chosen yet. */
export interface WabaClient extends WabaOperations, TokenOperations {
  /** Closes kept connections; requests under way are given up. */
  close(): void;
}

/** @throws InputError when the options cannot work, see `toGraphSettings` */
export function createWabaClient(options: GraphOptions): WabaClient {
  const settings = toGraphSettings(options);
  const graph = createGraph(settings);
  return {
    ...createWaba(graph, settings.wabaId),
    inspectToken: () => inspectToken(graph, settings),
    close: () => graph.close(),
  };
}
