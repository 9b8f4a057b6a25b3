import type { Node, NodeAPI } from 'node-red';
import { InputError } from '../../src/platform/errors';

/**
 * The value of a typed input of a node's dialog; undefined when it is empty.
 *
 * @param what names the setting in the error
 */
export function readSetting(
  RED: NodeAPI,
  node: Node,
  { value, type }: { value: string | undefined; type: string | undefined },
  msg: object,
  what: string,
): Promise<unknown> {
  if (!value) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      const sentence = `The node's ${what} could not be worked out: ${toReason(error)}`;
      reject(new InputError('setting_failed', sentence, `Correct the ${what} in the node.`));
    };
    try {
      RED.util.evaluateNodeProperty(value, type || 'str', node, msg as never, (error, result: unknown) => {
        if (error) fail(error);
        else resolve(result);
      });
    } catch (error) {
      // An expression that cannot even be read is thrown instead of being called back with.
      fail(error);
    }
  });
}

/** Expressions fail with objects that are no errors, but have a message like them. */
function toReason(error: unknown): string {
  const { message } = Object(error) as { message?: unknown };
  return typeof message === 'string' ? message : String(error);
}
