import { prepareChoice } from './choice';
import { field } from './dialog';
import { isNumberUpTo } from './number-range';

/** Seconds. */
const LONGEST_LIMIT = 86_400;

export interface OutcomeProperties {
  outcome: string;
  timeLimit: number;
}

/** Shows the time limit only where something is waited for. */
export function prepareOutcome(node: EditorNode<OutcomeProperties>): void {
  prepareChoice('node-input', node, 'outcome');
  const select = field('node-input', 'outcome');
  const show = (): void => void $('#whatsapp-time-limit').toggle(select.val() !== 'accepted');
  select.on('change', show);
  show();
}

/** What is wrong with the time limit; flows that were made before there was one have none. */
export const findTimeLimitFault = (value: string): 'timeLimit' | null =>
  value === '' || isNumberUpTo(LONGEST_LIMIT, value) ? null : 'timeLimit';
