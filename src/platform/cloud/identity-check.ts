import { PlatformError } from '../errors';
import { isObject, toBoolean } from '../http/json';
import type { IdentityCheck } from '../number';
import type { Graph } from './graph';

/**
 * The guide (S1) and the reference spell the member of `user_identity_change` differently (facts, section 3): the
 * guide's comes first, as in everything that is known to work.
 */
const SPELLINGS = ['enable_identity_key_check', 'enabled'] as const;

/** Turns the identity change check of the number on or off (S1). */
export async function setIdentityCheck(graph: Graph, id: string, enabled: boolean): Promise<void> {
  const [guide, reference] = SPELLINGS;
  try {
    await post(graph, id, { [guide]: enabled });
  } catch (refusal) {
    if (!isUnknownParameter(refusal)) throw refusal;
    await post(graph, id, { [reference]: enabled }).catch((error: unknown) => {
      // Neither spelling was the matter: then what was said about the documented one tells more.
      throw isUnknownParameter(error) ? refusal : error;
    });
  }
}

/** Reads the setting back, where the platform shows it: the documents do not promise it. */
export async function readIdentityCheck(graph: Graph, id: string): Promise<IdentityCheck> {
  const answer = await graph.request({ method: 'GET', path: `${id}/settings`, repeatable: true });
  const check = answer.user_identity_change;
  if (!isObject(check)) return 'unknown';
  const enabled = SPELLINGS.map((spelling) => toBoolean(check[spelling])).find((value) => value !== undefined);
  if (enabled === undefined) return 'unknown';
  return enabled ? 'on' : 'off';
}

function post(graph: Graph, id: string, check: Record<string, boolean>): Promise<void> {
  // One feature a request is all that the platform takes (facts, section 3).
  const body = { user_identity_change: check };
  return graph.command({ method: 'POST', path: `${id}/settings`, body, repeatable: true });
}

const isUnknownParameter = (error: unknown): boolean =>
  error instanceof PlatformError && error.code === 'invalid_parameter';
