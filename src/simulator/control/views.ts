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

/** A customer with what the phone received, and what was written on it. */
export const phoneView = (customer: Customer) => ({
  ...customerView(customer),
  inbox: customer.inbox,
  written: customer.written,
});

/** A business number without its secrets. */
export const numberView = (number: BusinessNumber, isSubscribed: boolean) => ({
  phoneNumberId: number.phoneNumberId,
  displayPhoneNumber: number.displayPhoneNumber,
  wabaId: number.wabaId,
  webhookUrl: number.webhookUrl ?? null,
  webhookVerified: number.webhookVerified,
  identityCheck: number.identityCheck,
  verifiedName: number.verifiedName,
  qualityRating: number.qualityRating,
  throughputLevel: number.throughputLevel,
  nameStatus: number.nameStatus,
  verificationStatus: number.verification.status,
  isRegistered: number.registration.isRegistered,
  hasPin: number.registration.hasPin,
  ...(number.onPremises
    ? { api: 'on-premises', username: number.onPremises.sessions.username }
    : { api: 'cloud', isSubscribed }),
});

/** What an account needs to connect to a number. Given once, to whoever adds it. */
export const connectionView = (number: BusinessNumber, isSubscribed: boolean) => ({
  ...numberView(number, isSubscribed),
  accessToken: number.accessToken,
  appSecret: number.appSecret,
  verifyToken: number.verifyToken,
  ...(number.onPremises && { password: number.onPremises.initialPassword, apiKey: number.onPremises.apiKey }),
});
