import { toTestAddress } from '../../src/webhook/self-test/diagnose-address';
import type { Fault } from './explained';

/** What is wrong with the address under which the world reaches this Node-RED; empty for the one that the browser uses. */
export const publicAddressFault = (value: string): Fault =>
  value === '' || toTestAddress(value) !== undefined ? null : 'publicAddress';
