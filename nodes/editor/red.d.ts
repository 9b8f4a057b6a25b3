import type { EditorRED } from 'node-red';

declare global {
  /** A node as the editor knows it: its properties, and what the editor adds. */
  type EditorNode<Properties = unknown> = Properties & {
    readonly id: string;
    readonly type: string;
    /** Looks up a caption of the node's own catalogue, or of another one (`namespace:key`). */
    _(key: string, values?: Record<string, string | number>): string;
    /** There once the dialog has been opened, until the next deploy. */
    credentials?: Record<string, string | boolean | undefined>;
  };

  interface EditorProperty<Value> {
    value: Value | '';
    required?: boolean;
    /** Names the property in Node-RED's own messages. */
    label?: string;
    /** Type of the config node that this property holds the ID of. */
    type?: string;
    validate?(value: unknown, options: object): boolean | string;
  }

  interface EditorCredential {
    type: 'text' | 'password';
    validate?(value: unknown, options: object): boolean | string;
  }

  /**
   * What `registerType` takes. The published types know neither validators that say why (two parameters, a string as
   * answer) nor validators of credentials.
   */
  interface EditorDefinition<Properties, Credentials extends string> {
    category: string;
    color?: string;
    icon?: string;
    align?: 'left' | 'right';
    inputs?: 0 | 1;
    outputs?: number;
    defaults: { [Key in keyof Properties]: EditorProperty<Properties[Key]> };
    credentials?: { [Key in Credentials]: EditorCredential };
    paletteLabel?(): string;
    label(): string;
    labelStyle?(): string;
    inputLabels?(port: number): string;
    outputLabels?(port: number): string;
    oneditprepare?(): void;
    oneditsave?(): void;
  }

  const RED: Omit<EditorRED, 'nodes' | 'validators' | 'clipboard' | 'utils' | 'actions'> & {
    nodes: Omit<EditorRED['nodes'], 'registerType' | 'node'> & {
      registerType<Properties, Credentials extends string = never>(
        type: string,
        definition: EditorDefinition<Properties, Credentials> & ThisType<EditorNode<Properties>>,
      ): void;
      node(id: string): (EditorNode & Record<string, unknown>) | null | undefined;
    };
    validators: {
      typedInput(typeField: string): (this: EditorNode, value: unknown, options: object) => boolean | string;
    };
    utils: Omit<EditorRED['utils'], 'getNodeLabel'> & {
      /** True, or why Node-RED cannot read a value of this type. */
      validateTypedProperty(value: string, type: string): boolean | string;
      getNodeLabel(node: object, otherwise: string): string;
    };
    actions: {
      add(name: string, handler: () => void, options: { label: string }): void;
    };
    clipboard: {
      copyText(value: string, element: JQuery, messageKey: string): boolean;
    };
  };
}
