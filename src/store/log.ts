/** Records in the order of their IDs, each kept until it is dropped. */
export interface Log {
  /** The IDs of what is there, in order. Resolves only once the log is open. */
  ids(): Promise<string[]>;
  /**
   * Resolves when a crash of the machine cannot lose the record any more, or without `sync` when the end of the process
   * cannot. IDs are given in ascending order.
   */
  append(id: string, record: Buffer, sync?: boolean): Promise<void>;
  /**
   * Writes something down about the records that are there. Resolves when the end of the process cannot lose it any more;
   * it is kept for at least as long as any of them.
   */
  note(text: string): Promise<void>;
  /** What was noted, in order. */
  notes(): Promise<string[]>;
  /** The record as it was appended; undefined when it was dropped. */
  read(id: string): Promise<Buffer | undefined>;
  /** Forgets records. After a crash they may be there once more. */
  drop(ids: readonly string[]): Promise<void>;
  /** Makes what was dropped unreadable in the files too, where there are any. */
  purge(): Promise<void>;
}
