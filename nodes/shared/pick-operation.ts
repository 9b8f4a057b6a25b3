import { InputError } from '../../src/platform/errors';

/** What a node does under this name. @throws InputError `operation_unknown` */
export function pickOperation<Operation>(operations: Readonly<Record<string, Operation>>, name: string): Operation {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation !== undefined) return operation;
  throw new InputError(
    'operation_unknown',
    'The operation is not one that the node knows.',
    `Use one of: ${Object.keys(operations).join(', ')}.`,
  );
}
