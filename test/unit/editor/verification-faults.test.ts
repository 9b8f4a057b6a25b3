import assert from 'node:assert/strict';
import { languageFault, pinFault } from '../../../nodes/editor/verification-faults';

// biome-ignore lint/suspicious/noTemplateCurlyInString: Node-RED's own notation
const REFERENCE = '${NAME}';

describe('faults of verify number', () => {
  it('are found in PINs that have not six digits', () => {
    for (const pin of ['', '012345', '__PWRD__', REFERENCE]) assert.equal(pinFault(pin), null, pin);
    for (const pin of ['12345', '1234567', '12345a', '123 45', '__PWRD_']) assert.equal(pinFault(pin), 'pin', pin);
  });

  it('are found in languages that are no codes', () => {
    for (const language of ['', 'en', 'en_US', 'pt-BR', 'fil', REFERENCE])
      assert.equal(languageFault(language), null, language);
    for (const language of ['english', 'en_', 'e', 'en_USA', 'en US']) {
      assert.equal(languageFault(language), 'language', language);
    }
  });
});
