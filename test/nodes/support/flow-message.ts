/** A message as our nodes send it, as far as tests look at it. */
export interface FlowMessage {
  topic: string;
  payload: unknown;
  whatsapp: {
    kind: string;
    id?: string;
    phoneNumberId?: string;
    customer?: Record<string, string>;
    identity?: { state: string; hash: string | null; since: string | null; changeId: string | null };
    [member: string]: unknown;
  };
  [property: string]: unknown;
}

/** The payload of the identity-change output. */
export interface ChangeMessage extends FlowMessage {
  payload: {
    changeId: string;
    customer: Record<string, string>;
    previousHash: string | null;
    hash: string | null;
    changedAt: string;
    evidence: Record<string, unknown>;
    heldMessages: number;
  };
}

/** A message that a Catch node passes on. */
export interface CaughtMessage {
  error: {
    message: string;
    code?: string;
    source: { id: string; type: string };
    cause?: { retryable: boolean; advice: string; [detail: string]: unknown };
  };
  [property: string]: unknown;
}
