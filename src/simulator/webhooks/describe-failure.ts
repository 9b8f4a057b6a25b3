/** Why no answer came, in a few words: Node's code (`ECONNREFUSED`), else the message. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code ?? error.message;
}
