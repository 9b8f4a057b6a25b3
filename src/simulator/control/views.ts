import type { BusinessNumber } from '../world/business-number';
import type { Customer } from '../world/customer';

/** A customer as the control API shows one. */
export const customerView = (customer: Customer) => ({
  phone: customer.phone,
  waId: customer.waId,
  userId: customer.userId,
  username: customer.username,
  name: customer.name,
  hidesNumber: customer.hidesNumber,
  person: customer.person,
  device: customer.device,
  identityHash: customer.identityHash,
  online: customer.online,
  onWhatsApp: customer.onWhatsApp,
});

/** A customer with what the phone received. */
export const phoneView = (customer: Customer) => ({ ...customerView(customer), inbox: customer.inbox });

/** A business number without its secrets. */
export const numberView = (number: BusinessNumber) => ({
  phoneNumberId: number.phoneNumberId,
  displayPhoneNumber: number.displayPhoneNumber,
  wabaId: number.wabaId,
  webhookUrl: number.webhookUrl ?? null,
  webhookVerified: number.webhookVerified,
  identityCheck: number.identityCheck,
  verifiedName: number.verifiedName,
  qualityRating: number.qualityRating,
  throughputLevel: number.throughputLevel,
});

/** What an account needs to connect to a number. Given once, to whoever registers it. */
export const connectionView = ({ accessToken, appSecret, verifyToken, ...number }: BusinessNumber) => ({
  ...numberView({ accessToken, appSecret, verifyToken, ...number }),
  accessToken,
  appSecret,
  verifyToken,
});
