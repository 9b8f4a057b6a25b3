import assert from 'node:assert/strict';
import { isPublic, toCallbackUrl } from '../../../nodes/editor/callback-url';

describe('callback URL', () => {
  it('joins server, root and path with one slash each', () => {
    const expected = 'https://flows.example.com/api/whatsapp/webhook';
    for (const root of ['/api', '/api/', 'api', 'api/', '//api//']) {
      assert.equal(toCallbackUrl('https://flows.example.com', root, '/whatsapp/webhook'), expected, root);
      assert.equal(toCallbackUrl('https://flows.example.com', root, 'whatsapp/webhook'), expected, root);
    }
  });

  it('has no root where the runtime has none', () => {
    for (const root of ['', '/']) {
      assert.equal(toCallbackUrl('http://localhost:1880', root, '/w'), 'http://localhost:1880/w');
    }
  });

  it('is public with HTTPS and a name that the world can look up', () => {
    for (const origin of [
      'https://flows.example.com',
      'https://a.ngrok.app:8443',
      'https://10.example.com',
      'https://203.0.113.7',
    ]) {
      assert.equal(isPublic(origin), true, origin);
    }
  });

  it('is not public without HTTPS or on a private network', () => {
    const origins = [
      'http://flows.example.com',
      'https://localhost:1880',
      'https://nodered',
      'https://127.0.0.1',
      'https://10.1.2.3',
      'https://192.168.1.5',
      'https://172.16.0.1',
      'https://172.31.255.1',
      'https://169.254.0.1',
      'https://pi.local',
      'https://[::1]',
    ];
    for (const origin of origins) assert.equal(isPublic(origin), false, origin);
    assert.equal(isPublic('https://172.32.0.1'), true);
  });
});
