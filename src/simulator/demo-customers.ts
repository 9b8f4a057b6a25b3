import type { CustomerOptions } from './world/customer-options';

/** Who lives in a simulated world at first, wherever it runs; examples and documentation know them by these names. */
export const DEMO_CUSTOMERS: readonly CustomerOptions[] = [
  { phone: '+16315551001', name: 'Ana' },
  { phone: '+16315551002', name: 'Ben' },
];
