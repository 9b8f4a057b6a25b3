import { SelfTests } from '../../src/webhook/self-test/self-tests';

/** Those of this process: a request may come to another address than the one that is tested. */
export const selfTests = new SelfTests();
