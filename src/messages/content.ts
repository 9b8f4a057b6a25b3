/** A message's content in the Cloud API's own form. It may still carry an address of its own (`to`, `recipient`). */
export interface MessageContent {
  type: string;
  [property: string]: unknown;
}
