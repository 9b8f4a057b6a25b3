/** What a field offers for fixed values below its typed input, instead of the typed input's single line. */
export interface OwnEditor {
  /** As the typed input calls it. */
  readonly type: { value: string; label: string; icon: string; hasValue: false };
  /** The type of the value in the flow. */
  readonly storedType: 'str' | 'json';
  readonly element: JQuery;
  /** Whether it can show a value that is stored with this type. */
  takes(value: string, type: string): boolean;
  read(): string;
  write(value: string): void;
}
