import assert from 'node:assert/strict';
import { countryFault, countryName, toCountryCode } from '../../../nodes/editor/country';

describe('country', () => {
  it('is named in the language of the reader', () => {
    assert.equal(countryName('DE', 'en'), 'Germany');
    assert.equal(countryName('de', 'es'), 'Alemania');
  });

  it('is corrected to its official code', () => {
    assert.equal(toCountryCode(' de '), 'DE');
    assert.equal(toCountryCode('UK'), 'GB');
    assert.equal(countryName('UK', 'en'), 'United Kingdom');
  });

  it('is left alone when it is no code', () => {
    for (const text of ['', 'Germany', 'D', '49']) assert.equal(toCountryCode(text), text);
  });

  it('is refused when there is none with this code', () => {
    for (const code of ['XX', 'QQ', 'ZZ', 'EU', 'Germany', '49', 'D'])
      assert.equal(countryFault(code), 'country', code);
  });

  it('may be empty, or come from an environment variable', () => {
    assert.equal(countryFault(''), null);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Node-RED's own notation
    assert.equal(countryFault('${COUNTRY}'), null);
    assert.equal(countryFault('BR'), null);
  });
});
