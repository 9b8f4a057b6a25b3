import type { Piece } from './formatting';

/** What a customer sees of a message: plain data, in which everything is text. */
export interface Preview {
  /** The message that is answered, or reacted to. */
  readonly quotes?: readonly Piece[];
  /** A file that is not shown here: its kind, like `image`, and where it comes from or what it is called. */
  readonly media?: { readonly kind: string; readonly name: readonly Piece[] };
  readonly header?: readonly Piece[];
  readonly body?: readonly Piece[];
  readonly footer?: readonly Piece[];
  readonly buttons: readonly PreviewButton[];
  /** Of a list, shown once its button is pressed. */
  readonly sections: readonly PreviewSection[];
  /** The emoji on another message. */
  readonly reaction?: readonly Piece[];
}

export interface PreviewButton {
  /** `reply`, `list`, `url`, `copy_code`, `phone_number`, `flow`, … */
  readonly kind: string;
  readonly text: readonly Piece[];
  /** The address that it opens, or the code that it copies. */
  readonly detail?: readonly Piece[];
}

export interface PreviewSection {
  readonly title?: readonly Piece[];
  readonly rows: readonly { readonly title: readonly Piece[]; readonly description?: readonly Piece[] }[];
}
