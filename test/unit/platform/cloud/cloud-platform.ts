import { createCloudPlatform } from '../../../../src/platform/cloud/client';
import type { CloudOptions } from '../../../../src/platform/cloud/settings';
import type { OutgoingMessage, Platform } from '../../../../src/platform/platform';
import { onCleanUp } from '../loopback';

export const TOKEN = 'EAAJB0secretsecretsecret';
export const PHONE_NUMBER_ID = '106540352242922';
export const MESSAGE: OutgoingMessage = { type: 'text', to: '+16315551234', text: { body: 'private words' } };
export const ACCEPTED = {
  messaging_product: 'whatsapp',
  contacts: [{ input: '+16315551234', wa_id: '16315551234' }],
  messages: [{ id: 'wamid.HBgL' }],
};

export function platformAt(baseUrl: string, options: Partial<CloudOptions> = {}): Platform {
  const platform = createCloudPlatform({ accessToken: TOKEN, phoneNumberId: PHONE_NUMBER_ID, baseUrl, ...options });
  onCleanUp(() => platform.close());
  return platform;
}
