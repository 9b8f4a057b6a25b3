import type { BusinessNumber } from './business-number';
import { cloudWebhooks } from './cloud-webhooks';
import { onPremisesWebhooks } from './on-premises-webhooks';
import type { WebhookForm } from './webhook-form';

/** How the API of a number tells what happened. */
export const webhooksOf = ({ onPremises }: BusinessNumber): WebhookForm =>
  onPremises === undefined ? cloudWebhooks : onPremisesWebhooks;
