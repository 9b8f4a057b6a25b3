/** The simulator was asked for something it cannot do. The message is for people, `code` for programs. */
export class SimulatorError extends Error {
  override readonly name = 'SimulatorError';
  readonly code: string;
  /** What the control API answers with. */
  readonly httpStatus: number;

  constructor(code: string, message: string, httpStatus = 400) {
    super(message);
    this.code = code;
    this.httpStatus = httpStatus;
  }
}
