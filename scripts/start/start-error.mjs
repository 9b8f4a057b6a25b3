/** Nothing can be started. The message is one line for people, which says what to do. */
export class StartError extends Error {
  name = 'StartError';
}
