import { allNumbers } from '../numbers/all-numbers';
import type { WabaOperations } from '../platform/waba';

/** A business number to choose. */
export interface NumberChoice {
  id: string;
  /** As the platform writes it; empty where it does not say. */
  number: string;
  name: string;
}

/** The numbers of the WhatsApp Business Account. @throws as `listNumbers` */
export async function listChoices(waba: Pick<WabaOperations, 'listNumbers'>): Promise<NumberChoice[]> {
  const numbers = await allNumbers(waba, ['id', 'display_phone_number', 'verified_name']);
  return numbers.flatMap(({ id, display_phone_number: number, verified_name: name }) =>
    typeof id === 'string' ? [{ id, number: toText(number), name: toText(name) }] : [],
  );
}

const toText = (value: unknown): string => (typeof value === 'string' ? value : '');
